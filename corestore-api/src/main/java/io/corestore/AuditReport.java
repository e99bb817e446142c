package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit of one core found: every stored block and tree node was read and hashed up to the signed roots.
 *
 * @param key null if the core could not be opened
 * @param blocks how many blocks are stored and right
 * @param badBlocks blocks whose bytes, or whose tree nodes, do not lead to the signed roots, ascending; with a repair they
 *     are stored no longer, so that peers can give them again
 * @param badNodes how many tree nodes are wrong, or cannot be told right; a repair computes them anew where the blocks and
 *     nodes below tell how, and gives up the others
 * @param failure why the core could not be opened; null if it could
 */
public record AuditReport(
        @Nullable CoreKey key,
        DiscoveryKey discoveryKey,
        long blocks,
        List<BlockRange> badBlocks,
        long badNodes,
        @Nullable String failure) {
    public AuditReport {
        badBlocks = List.copyOf(badBlocks);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return badBlocks.isEmpty() && badNodes == 0 && failure == null;
    }
}
