package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.spi.CoreHead;
import io.corestore.spi.Tombstone;
import io.corestore.storage.format.RangeSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/**
 * A core as an engine keeps it, that knows after each change what has to be stored. Each method makes one change, and notes
 * the step that makes it in a store. Every block has other bytes.
 */
final class Model {
    static final int CORE = 1;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Long, TreeNode> nodes = new TreeMap<>();
    private final Map<String, ByteBuffer> userData = new LinkedHashMap<>();
    private TestCore core = new TestCore(CORE);
    private CoreHead head;
    private RangeSet present = new RangeSet();
    private boolean writable;
    private Tombstone tombstone;
    private int contents;

    List<Step> steps() {
        return steps;
    }

    State state() {
        List<byte[]> blocks = List.copyOf(core.blocks());
        return new State(head, blocks, present.ranges(), Map.copyOf(nodes), Map.copyOf(userData), writable, tombstone);
    }

    void create() {
        long fork = core.head().fork();
        head = CoreHead.EMPTY;
        writable = true;
        userData.putAll(core.seed().userData());
        note("create", true, Session::create);
        if (tombstone != null && fork == tombstone.fork()) {
            core.truncate(0);
        }
    }

    /** Appends blocks of these sizes. */
    void append(Durability durability, int... sizes) {
        commit("append " + sizes.length, core.append(bytes(sizes)), durability);
    }

    /** Appends blocks and sets user data: an atomic group of several frames. */
    void appendWithData(Durability durability, int data, int... sizes) {
        CoreCommit append = core.append(bytes(sizes));
        CoreCommit.Builder commit = CoreCommit.to(append.head())
                .ancestors(append.ancestors())
                .nodes(append.nodes())
                .blocks(append.blocks())
                .add(append.added().get(0));
        for (int i = 0; i < data; i++) {
            commit.userData("group " + i, ByteBuffer.wrap(bytes(200).get(0)));
        }
        commit("group of " + (data + 1), commit.build(), durability);
    }

    void truncate(long length) {
        commit("truncate to " + length, withRoots(core.truncate(length)), Durability.SYNC);
    }

    /** Other blocks take the place of those behind {@code ancestors}. */
    void fork(Durability durability, long ancestors, int... sizes) {
        State kept = without(ancestors);
        CoreCommit cut = withRoots(core.truncate(ancestors));
        CoreCommit append = core.append(bytes(sizes));
        List<TreeNode> added = new ArrayList<>(cut.nodes());
        added.addAll(append.nodes());
        CoreCommit.Builder commit = CoreCommit.to(append.head())
                .ancestors(ancestors)
                .nodes(added)
                .blocks(append.blocks())
                .add(append.added().get(0));
        cut.dropped().forEach(commit::drop);
        commit("fork at " + ancestors, commit.build(), durability, List.of(kept));
    }

    /** Gives up blocks. */
    void clear(Durability durability, long start, long end) {
        State now = state();
        CoreCommit.Builder commit = CoreCommit.to(head)
                .drop(BlockRange.of(start, end))
                .free(ByteRange.of(now.offset(start), now.offset(end)));
        commit("clear " + start, commit.build(), durability);
    }

    /** The first block that is stored, if any, is given up. */
    void clearFirst(Durability durability) {
        present.ranges().stream()
                .findFirst()
                .ifPresentOrElse(
                        range -> clear(durability, range.start(), range.start() + 1),
                        () -> note("clear nothing", false, session -> Mono.empty()));
    }

    /** Removes the bytes of blocks that are not stored. */
    void compact() {
        State now = state();
        List<ByteRange> kept = now.present().stream()
                .map(range -> ByteRange.of(now.offset(range.start()), now.offset(range.end())))
                .toList();
        note("compact", true, session -> session.core().compact(kept));
    }

    /** Sets user data of this size; deletes it if the size is 0. */
    void datum(Durability durability, String key, int size) {
        ByteBuffer value = ByteBuffer.wrap(bytes(size).get(0));
        CoreCommit commit = CoreCommit.to(head).userData(key, value).build();
        commit("datum " + key + " of " + size, commit, durability);
    }

    /** The core grew at a peer: the new roots come without blocks. */
    void grow(Durability durability, int... sizes) {
        CoreCommit append = core.append(bytes(sizes));
        CoreCommit commit = CoreCommit.to(contiguous(core.head()))
                .ancestors(append.ancestors())
                .nodes(missingRoots())
                .build();
        commit("grow by " + sizes.length, commit, durability);
    }

    /** A block comes from a peer, with the nodes that prove it. */
    void fill(Durability durability, long block) {
        BlockBytes bytes = new BlockBytes(
                block, state().offset(block), ByteBuffer.wrap(core.blocks().get((int) block)));
        present.add(block, block + 1);
        CoreCommit commit = CoreCommit.to(contiguous(core.head()))
                .nodes(proof(block))
                .blocks(List.of(bytes))
                .add(BlockRange.of(block, block + 1))
                .build();
        commit("fill " + block, commit, durability);
    }

    /** Fills the last hole, if there is one. */
    void fillLast(Durability durability) {
        RangeSet missing = new RangeSet();
        missing.add(0, core.head().length());
        present.ranges().forEach(range -> missing.remove(range.start(), range.end()));
        if (missing.isEmpty()) {
            note("fill nothing", false, session -> Mono.empty());
        } else {
            fill(durability, missing.end() - 1);
        }
    }

    void checkpoint() {
        CoreHead known = contiguous(head);
        note("checkpoint", true, session -> session.core().checkpoint(known));
    }

    void keyPair(boolean kept) {
        writable = kept;
        note(
                "key pair " + kept,
                true,
                session -> session.core().replaceKeyPair(kept ? core.seed().keyPair() : null));
    }

    void reopen() {
        note("reopen", false, Session::reopen);
    }

    /** Deletes the core for good. */
    void bury() {
        Tombstone stone = new Tombstone(core.discoveryKey(), head.fork(), head.length());
        State now = state();
        State marked =
                new State(now.head(), now.blocks(), now.present(), now.nodes(), now.userData(), now.writable(), stone);
        tombstone = stone;
        head = null;
        nodes.clear();
        userData.clear();
        present = new RangeSet();
        writable = false;
        CoreHead last = core.head();
        core = new TestCore(CORE);
        IntStream.rangeClosed(0, (int) last.fork()).forEach(fork -> core.truncate(0));
        note(
                "bury",
                true,
                session -> session.closeCore()
                        .then(Mono.defer(() -> session.storage().bury(stone))),
                List.of(marked));
    }

    void exhume() {
        tombstone = null;
        note("exhume", true, session -> session.storage().exhume(new TestCore(CORE).discoveryKey()));
    }

    long length() {
        return core.head().length();
    }

    private void commit(String name, CoreCommit commit, Durability durability) {
        commit(name, commit, durability, List.of());
    }

    private void commit(String name, CoreCommit commit, Durability durability, List<State> between) {
        boolean back = commit.ancestors() != CoreCommit.TREE_UNMOVED && commit.ancestors() < head.length();
        if (commit.ancestors() != CoreCommit.TREE_UNMOVED) {
            long ancestors = commit.ancestors();
            nodes.keySet().removeIf(index -> FlatTree.rightSpan(index) >= 2 * ancestors);
            present.remove(ancestors, Math.max(present.end(), ancestors));
        }
        commit.nodes().forEach(node -> nodes.put(node.index(), node));
        commit.dropped().forEach(range -> present.remove(range.start(), range.end()));
        commit.added().forEach(range -> present.add(range.start(), range.end()));
        commit.userData().forEach((key, value) -> {
            if (value.hasRemaining()) {
                userData.put(key, value);
            } else {
                userData.remove(key);
            }
        });
        head = contiguous(commit.head());
        boolean durable = durability == Durability.SYNC || back;
        note(
                name + (durability == Durability.SYNC ? "" : ", buffered"),
                durable,
                session -> session.core().commit(commit, durability),
                between);
    }

    private void note(String name, boolean durable, Step.Action action) {
        note(name, durable, action, List.of());
    }

    private void note(String name, boolean durable, Step.Action action, List<State> between) {
        steps.add(new Step(name, durable, action, between, state()));
    }

    private CoreHead contiguous(CoreHead known) {
        return new CoreHead(known.fork(), known.length(), known.rootHash(), known.signature(), present.firstMissing());
    }

    private State without(long ancestors) {
        RangeSet kept = new RangeSet();
        present.within(0, ancestors).forEach(range -> kept.add(range.start(), range.end()));
        State now = state();
        return new State(
                now.head(), now.blocks(), kept.ranges(), now.nodes(), now.userData(), now.writable(), now.tombstone());
    }

    private CoreCommit withRoots(CoreCommit cut) {
        CoreCommit.Builder commit =
                CoreCommit.to(cut.head()).ancestors(cut.ancestors()).nodes(missingRoots());
        cut.dropped().stream().filter(range -> range.start() < range.end()).forEach(commit::drop);
        return commit.build();
    }

    private List<TreeNode> missingRoots() {
        return core.roots().stream()
                .filter(root -> !nodes.containsKey(root.index()))
                .toList();
    }

    private List<TreeNode> proof(long block) {
        List<Long> roots = Arrays.stream(FlatTree.roots(length())).boxed().toList();
        List<TreeNode> proof = new ArrayList<>();
        long node = 2 * block;
        prove(node, proof);
        while (!roots.contains(node)) {
            prove(FlatTree.sibling(node), proof);
            node = FlatTree.parent(node);
            prove(node, proof);
        }
        return proof;
    }

    private void prove(long index, List<TreeNode> proof) {
        if (!nodes.containsKey(index)) {
            proof.add(core.nodes().get(index));
        }
    }

    private List<byte[]> bytes(int... sizes) {
        List<byte[]> all = new ArrayList<>();
        for (int size : sizes) {
            byte[] bytes = new byte[size];
            int content = ++contents;
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i < 2 ? content >> 8 * i : 1 + (content * 31 + i) % 255);
            }
            all.add(bytes);
        }
        return all;
    }
}
