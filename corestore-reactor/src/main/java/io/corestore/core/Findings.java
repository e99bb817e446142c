package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.encoding.TreeNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong in a part of a log.
 *
 * @param fixes nodes as they must be, where they are stored otherwise and could be computed
 * @param cut right nodes, nothing below which leads to them: the nodes and blocks there are of no use
 * @param badBlocks stored blocks whose bytes are not those of their right leaves
 * @param badNodes how many nodes are wrong, or cannot be told right
 */
public record Findings(List<TreeNode> fixes, List<Long> cut, List<BlockRange> badBlocks, long badNodes) {
    static final Findings NONE = new Findings(List.of(), List.of(), List.of(), 0);

    public boolean isSound() {
        return fixes.isEmpty() && cut.isEmpty() && badBlocks.isEmpty();
    }

    /** All blocks that are of no use, ascending: bad ones, and those below nodes that are. */
    public List<BlockRange> badBlocksIn(Bitfield stored) {
        List<BlockRange> bad = new ArrayList<>(badBlocks);
        cut.forEach(node -> bad.addAll(BlockRanges.stored(stored, Inspector.span(node))));
        return BlockRanges.merged(bad);
    }

    Findings and(Findings more) {
        if (isSound()) {
            return more;
        }
        return more.isSound()
                ? this
                : new Findings(
                        both(fixes, more.fixes),
                        both(cut, more.cut),
                        both(badBlocks, more.badBlocks),
                        badNodes + more.badNodes);
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
