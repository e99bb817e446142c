package io.corestore.spi;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of a core, atomic: everything in it is there afterwards or nothing.
 *
 * @param head the head after the change
 * @param ancestors the blocks that the new tree shares with the old one, where the tree moved; {@link #TREE_UNMOVED}
 *     where it did not
 * @param manifest where it became known
 * @param nodes new tree nodes
 * @param blocks new blocks, ascending
 * @param added blocks that are stored from now on
 * @param dropped blocks that are no longer stored
 * @param freed bytes of the blocks dropped that may be given back
 * @param userData values to set; an empty value deletes
 */
public record CoreCommit(
        CoreHead head,
        long ancestors,
        @Nullable Manifest manifest,
        List<TreeNode> nodes,
        List<BlockBytes> blocks,
        List<BlockRange> added,
        List<BlockRange> dropped,
        List<ByteRange> freed,
        Map<String, ByteBuffer> userData) {
    /** {@link #ancestors} of a change that leaves the tree as it is. */
    public static final long TREE_UNMOVED = -1;

    /**
     * A block and where it goes.
     *
     * @param bytes read from position to limit; the position stays
     */
    public record BlockBytes(long index, long byteOffset, ByteBuffer bytes) {}

    /** Starts a change that leads to this head. */
    public static Builder to(CoreHead head) {
        return new Builder(head);
    }

    /** Collects a change. */
    public static final class Builder {
        private final CoreHead head;
        private long ancestors = TREE_UNMOVED;
        private @Nullable Manifest manifest;
        private List<TreeNode> nodes = List.of();
        private List<BlockBytes> blocks = List.of();
        private final List<BlockRange> added = new ArrayList<>();
        private final List<BlockRange> dropped = new ArrayList<>();
        private final List<ByteRange> freed = new ArrayList<>();
        private final Map<String, ByteBuffer> userData = new LinkedHashMap<>();

        private Builder(CoreHead head) {
            this.head = head;
        }

        /** The tree moved and shares this many blocks with the old one. */
        public Builder ancestors(long blocks) {
            ancestors = blocks;
            return this;
        }

        public Builder manifest(@Nullable Manifest known) {
            manifest = known;
            return this;
        }

        /** The list is not copied and must not change. */
        public Builder nodes(List<TreeNode> list) {
            nodes = list;
            return this;
        }

        /** The list is not copied and must not change. */
        public Builder blocks(List<BlockBytes> list) {
            blocks = list;
            return this;
        }

        public Builder add(BlockRange range) {
            added.add(range);
            return this;
        }

        public Builder drop(BlockRange range) {
            dropped.add(range);
            return this;
        }

        public Builder free(ByteRange range) {
            freed.add(range);
            return this;
        }

        public Builder userData(String key, ByteBuffer value) {
            userData.put(key, value);
            return this;
        }

        public CoreCommit build() {
            return new CoreCommit(head, ancestors, manifest, nodes, blocks, added, dropped, freed, userData);
        }
    }
}
