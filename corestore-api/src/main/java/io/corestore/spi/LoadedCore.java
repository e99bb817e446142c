package io.corestore.spi;

import io.corestore.BlockRange;
import io.corestore.encoding.TreeNode;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A core as it was found, what was logged since the last checkpoint applied.
 *
 * @param head its {@code rootHash} is null if it came from the log
 * @param roots of {@code head.length()} blocks, left to right
 * @param present the blocks stored, ascending and apart, below the length
 * @param recovered whether there were logged changes, or something was repaired: a checkpoint is due
 * @param logged the blocks that each logged change added, in their order
 */
public record LoadedCore(
        CoreKey key,
        @Nullable Manifest manifest,
        @Nullable KeyPair keyPair,
        CoreHead head,
        List<TreeNode> roots,
        List<BlockRange> present,
        Map<String, ByteBuffer> userData,
        boolean recovered,
        List<List<BlockRange>> logged) {
    public LoadedCore {
        roots = List.copyOf(roots);
        present = List.copyOf(present);
        userData = Map.copyOf(userData);
        logged = List.copyOf(logged);
    }
}
