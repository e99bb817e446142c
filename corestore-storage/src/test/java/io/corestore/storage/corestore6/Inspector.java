package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.contract.TestCore;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.Tombstone;
import io.corestore.storage.test.crash.CrashFs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Opens a store as it was left, and says which state is stored there. */
final class Inspector {
    private final IoScheduler io;

    Inspector(IoScheduler io) {
        this.io = io;
    }

    /** How a store is left. */
    interface Parting {
        void from(Session session, State found);
    }

    /**
     * The first of the states that is stored. What is open afterwards is closed, so the file system may change.
     *
     * @param durable the blocks of this state must have their bytes; others only have to be there. Null: all must
     * @throws AssertionError if none is stored, or something else is damaged
     */
    State find(CrashFs fs, List<State> states, @Nullable State durable) {
        return find(fs, states, durable, (session, found) -> {});
    }

    State find(CrashFs fs, List<State> states, @Nullable State durable, Parting parting) {
        Session session = Session.open(fs, io);
        try {
            checkRest(session);
            State found = find(session, states, durable);
            parting.from(session, found);
            return found;
        } finally {
            session.close();
        }
    }

    private static State find(Session session, List<State> states, @Nullable State durable) {
        LoadedCore loaded = null;
        StoredCore core = null;
        try {
            core = session.storage()
                    .open(new TestCore(Model.CORE).discoveryKey())
                    .block();
            loaded = core.load().block();
            session.adopt(core);
        } catch (CoreNotFoundException none) {
            core = null;
        }
        Tombstone tombstone = session.storage()
                .tombstone(new TestCore(Model.CORE).discoveryKey())
                .block();
        StringJoiner problems = new StringJoiner("\n");
        for (State state : states) {
            boolean head = state.isHead(loaded) && Objects.equals(tombstone, state.tombstone());
            String problem = head ? problem(core, loaded, state, durable) : "another head";
            if (problem == null) {
                return state;
            }
            problems.add("not " + state + ": " + problem);
        }
        throw new AssertionError(describe(loaded, tombstone) + "\n" + problems);
    }

    private static @Nullable String problem(
            @Nullable StoredCore core, @Nullable LoadedCore loaded, State state, @Nullable State durable) {
        if (core == null || loaded == null) {
            return null;
        }
        String nodes = nodesProblem(core, loaded, state);
        return nodes == null ? blocksProblem(core, loaded, state, durable) : nodes;
    }

    private static @Nullable String nodesProblem(StoredCore core, LoadedCore loaded, State state) {
        long length = loaded.head().length();
        long[] indexes = LongStream.range(0, 2 * length)
                .filter(index -> FlatTree.rightSpan(index) < 2 * length)
                .toArray();
        Map<Long, TreeNode> found = new HashMap<>();
        core.readNodes(indexes).block().forEach(node -> found.put(node.index(), node));
        if (!found.equals(state.nodes())) {
            return "nodes " + found;
        }
        List<TreeNode> roots = Arrays.stream(FlatTree.roots(length))
                .mapToObj(index -> state.nodes().get(index))
                .toList();
        return loaded.roots().equals(roots) ? null : "roots " + loaded.roots();
    }

    private static @Nullable String blocksProblem(
            StoredCore core, LoadedCore loaded, State state, @Nullable State durable) {
        for (BlockRange range : loaded.present()) {
            List<ByteBuffer> expected = LongStream.range(range.start(), range.end())
                    .mapToObj(block -> ByteBuffer.wrap(state.blocks().get((int) block)))
                    .toList();
            int[] lengths = expected.stream().mapToInt(ByteBuffer::remaining).toArray();
            if (!isStored(core, range.start(), state.offset(range.start()), lengths, expected)) {
                String problem = blockProblem(core, range, state, durable == null ? state : durable);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    private static @Nullable String blockProblem(StoredCore core, BlockRange range, State state, State durable) {
        for (long block = range.start(); block < range.end(); block++) {
            ByteBuffer expected = ByteBuffer.wrap(state.blocks().get((int) block));
            if (durable.holds(block, expected)
                    && !isStored(
                            core, block, state.offset(block), new int[] {expected.remaining()}, List.of(expected))) {
                return "block " + block + " has other bytes";
            }
        }
        return null;
    }

    private static boolean isStored(
            StoredCore core, long block, long offset, int[] lengths, List<ByteBuffer> expected) {
        try {
            return core.readBlocks(block, offset, lengths).block().equals(expected);
        } catch (CoreCorruptException tooShort) {
            return false;
        }
    }

    private static void checkRest(Session session) {
        byte[] identity = session.storage()
                .identity(() -> {
                    throw new AssertionError("another identity is made");
                })
                .block();
        if (!Arrays.equals(identity, Life.identity())) {
            throw new AssertionError("another identity");
        }
        TestCore bystander = new TestCore(Life.BYSTANDER);
        bystander.append("by", "stander");
        StoredCore core = session.storage().open(bystander.discoveryKey()).block();
        LoadedCore loaded = core.load().block();
        List<ByteBuffer> blocks = core.readBlocks(0, 0, new int[] {2, 7}).block();
        if (!loaded.head().signature().equals(bystander.head().signature())
                || !blocks.equals(List.of(TestCore.utf8("by"), TestCore.utf8("stander")))) {
            throw new AssertionError("the other core is damaged: " + loaded.head());
        }
        core.close().block();
    }

    private static String describe(@Nullable LoadedCore loaded, @Nullable Tombstone tombstone) {
        String core = loaded == null
                ? "no core"
                : "fork " + loaded.head().fork() + ", length " + loaded.head().length() + ", blocks "
                        + loaded.present() + ", user data " + loaded.userData().keySet()
                        + (loaded.keyPair() == null ? ", no key pair" : "");
        return "found " + core + (tombstone == null ? "" : ", " + tombstone);
    }
}
