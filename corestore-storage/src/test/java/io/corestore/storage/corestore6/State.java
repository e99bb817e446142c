package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.encoding.TreeNode;
import io.corestore.spi.CoreHead;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.Tombstone;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored of one core, all but its files.
 *
 * @param head null if there is no core
 * @param blocks all blocks of the tree, those that are not stored too
 * @param present which of them are stored
 * @param writable whether there is a key pair
 */
record State(
        @Nullable CoreHead head,
        List<byte[]> blocks,
        List<BlockRange> present,
        Map<Long, TreeNode> nodes,
        Map<String, ByteBuffer> userData,
        boolean writable,
        @Nullable Tombstone tombstone) {
    /**
     * Whether this was loaded; nodes and blocks are another matter. The root hash is not logged, so it may be missing. What
     * was buffered may be lost behind what is there, which is doubted; that nothing else is doubted, whoever writes sees.
     */
    boolean isHead(@Nullable LoadedCore loaded) {
        if (loaded == null || head == null) {
            return loaded == null && head == null;
        }
        CoreHead found = loaded.head();
        return found.length() == head.length()
                && found.fork() == head.fork()
                && found.signature().equals(head.signature())
                && (found.rootHash() == null || found.rootHash().equals(head.rootHash()))
                && loaded.present().equals(present)
                && undoubted(loaded.userData()).equals(userData)
                && (loaded.keyPair() != null) == writable;
    }

    private static Map<String, ByteBuffer> undoubted(Map<String, ByteBuffer> all) {
        Map<String, ByteBuffer> others = new HashMap<>(all);
        others.remove(UserData.DOUBT);
        return others;
    }

    /** Whether a block is stored with these bytes. */
    boolean holds(long block, ByteBuffer bytes) {
        return block < blocks.size()
                && present.stream().anyMatch(range -> range.start() <= block && block < range.end())
                && ByteBuffer.wrap(blocks.get((int) block)).equals(bytes);
    }

    /** Where a block starts in the data file. */
    long offset(long block) {
        return blocks.stream().limit(block).mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public String toString() {
        String core = head == null
                ? "no core"
                : "fork " + head.fork() + ", length " + head.length() + ", blocks " + present + ", nodes "
                        + nodes.keySet() + ", user data " + userData.keySet() + (writable ? "" : ", no key pair");
        return core + (tombstone == null ? "" : ", " + tombstone);
    }
}
