package io.corestore.simulation;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the owner of one core ever asked to be in it, and signed: whatever else is seen is wrong. */
final class Ledger {
    private final String core;
    private final Map<Long, Set<ByteBuffer>> asked = new HashMap<>();
    private final Map<String, ByteBuffer> signatures = new HashMap<>();
    private List<ByteBuffer> blocks = List.of();
    private long fork;
    private @Nullable State pending;
    private int made;

    private record State(long fork, List<ByteBuffer> blocks) {}

    Ledger(String core) {
        this.core = core;
    }

    /** A block that nothing else has asked for yet. */
    ByteBuffer next(int size) {
        byte[] name = (core + "#" + made++ + ":").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.wrap(java.util.Arrays.copyOf(name, name.length + size));
    }

    /** These blocks may be in the core from now on. */
    void appending(List<ByteBuffer> more) {
        for (int i = 0; i < more.size(); i++) {
            asked.computeIfAbsent((long) blocks.size() + i, index -> new HashSet<>())
                    .add(more.get(i));
        }
        List<ByteBuffer> after = new ArrayList<>(blocks);
        after.addAll(more);
        pending = new State(fork, after);
    }

    /** The core may be cut back from now on. */
    void truncating(long length) {
        pending = new State(fork + 1, new ArrayList<>(blocks.subList(0, (int) length)));
    }

    /** What was asked for last is done, whatever happens. */
    void done() {
        State after = Objects.requireNonNull(pending);
        pending = null;
        fork = after.fork;
        blocks = after.blocks;
    }

    /** The owner was opened anew: what was asked for last is done or not, what was done before is there. */
    void reopened(long foundLength, long foundFork) {
        if (pending != null && pending.blocks.size() == foundLength && pending.fork == foundFork) {
            done();
        } else if (blocks.size() != foundLength || fork != foundFork) {
            throw new Violation(core + " was " + blocks.size() + " blocks of fork " + fork + ", and came back with "
                    + foundLength + " of fork " + foundFork);
        }
        pending = null;
    }

    List<ByteBuffer> blocks() {
        return blocks;
    }

    long length() {
        return blocks.size();
    }

    long fork() {
        return fork;
    }

    /** Somebody read a block. */
    void delivered(long index, ByteBuffer block, String reader) {
        if (!asked.getOrDefault(index, Set.of()).contains(block)) {
            throw new Violation(reader + " was given a block " + index + " of " + core + " that nobody appended");
        }
    }

    /** A store whose word counts sent a message about the core: there is one signature for each length of a fork. */
    void sent(Message.Data data) {
        Message.UpgradePart tree = data.upgrade();
        if (tree == null || !tree.signature().hasRemaining()) {
            return;
        }
        String where = data.fork() + "/" + signedLength(tree);
        ByteBuffer known = signatures.putIfAbsent(where, tree.signature());
        if (known != null && !known.equals(tree.signature())) {
            throw new Violation(core + " was signed twice at fork/length " + where);
        }
    }

    private static long signedLength(Message.UpgradePart tree) {
        long length = tree.start() + tree.length();
        for (TreeNode node : tree.additionalNodes()) {
            length += FlatTree.blocks(node.index());
        }
        return length;
    }
}
