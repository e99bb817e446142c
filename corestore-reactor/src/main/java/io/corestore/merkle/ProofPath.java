package io.corestore.merkle;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block, hash and seek parts of a proof, hashed upwards (spec page 10, section 7, steps 2 and 3).
 *
 * @param top the node that all of it leads to, null if there is nothing
 * @param hashed whether {@code top} was computed, so that its hash vouches for its size
 * @param leaf of the block, null if the proof has none
 * @param nodes everything given and computed, {@code top} among it
 * @param loose given nodes whose sizes only add up: nothing vouches for each of them
 */
record ProofPath(
        @Nullable TreeNode top, boolean hashed, @Nullable TreeNode leaf, List<TreeNode> nodes, List<TreeNode> loose) {

    /**
     * Hashes a proof.
     *
     * @throws InvalidProofException if its nodes do not fit together
     * @throws ArithmeticException if their sizes exceed all limits
     */
    static ProofPath of(Data data, TreeHasher hasher) {
        return new Builder(hasher).build(data);
    }

    private static final class Builder {
        private final TreeHasher hasher;
        private final List<TreeNode> nodes = new ArrayList<>();
        private final List<TreeNode> loose = new ArrayList<>();

        Builder(TreeHasher hasher) {
            this.hasher = hasher;
        }

        ProofPath build(Data data) {
            TreeNode seek = data.seek() == null ? null : seek(data.seek().nodes());
            BlockPart block = data.block();
            HashPart hash = data.hash();
            if (block != null) {
                TreeNode leaf = hasher.leaf(checked(block.index()), block.value());
                nodes.add(leaf);
                return path(climb(leaf, new NodeQueue(block.nodes(), seek)), true, leaf);
            }
            if (hash != null) {
                NodeQueue queue = new NodeQueue(hash.nodes(), seek);
                TreeNode first = queue.take(hash.index());
                return path(climbLoose(first, queue), hash.nodes().size() > 1 || seek != null, null);
            }
            return path(seek, nodes.size() > 1, null);
        }

        private ProofPath path(@Nullable TreeNode top, boolean hashed, @Nullable TreeNode leaf) {
            return new ProofPath(top, hashed, leaf, nodes, loose);
        }

        private @Nullable TreeNode seek(List<TreeNode> part) {
            if (part.isEmpty()) {
                return null;
            }
            NodeQueue queue = new NodeQueue(part, null);
            return climbLoose(queue.take(part.get(0).index()), queue);
        }

        private TreeNode climbLoose(TreeNode first, NodeQueue queue) {
            loose.add(first);
            nodes.add(first);
            if (queue.isEmpty()) {
                return first;
            }
            TreeNode sibling = queue.take(FlatTree.sibling(first.index()));
            loose.add(sibling);
            return climb(add(first, sibling), queue);
        }

        private TreeNode climb(TreeNode from, NodeQueue queue) {
            TreeNode at = from;
            while (!queue.isEmpty()) {
                at = add(at, queue.take(FlatTree.sibling(at.index())));
            }
            return at;
        }

        /** Joins two siblings; both and their parent are part of the proof, {@code at} was noted before. */
        private TreeNode add(TreeNode at, TreeNode sibling) {
            checked(sibling.index());
            TreeNode parent = at.index() < sibling.index() ? hasher.parent(at, sibling) : hasher.parent(sibling, at);
            nodes.add(sibling);
            nodes.add(parent);
            return parent;
        }

        private static long checked(long index) {
            if (index < 0 || index > CompactReader.MAX_UINT) {
                throw new InvalidProofException("index " + index + " is out of bounds");
            }
            return index;
        }
    }
}
