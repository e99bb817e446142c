package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proof adds to a tree. Its nodes lead to the tree; that the core's owner signed an upgraded tree is for {@link
 * #requireSigned} to say, before anything is stored.
 *
 * @param nodes to store, ascending, each index once; nodes stored already are left out where the proof cannot know
 *     better
 * @param upgraded the longer tree, null if the proof leads to none
 * @param signature of {@code upgraded}, as received; empty without one
 * @param leaf of the block, null if the proof has no block
 * @param byteOffset of the block, -1 if the proof has none
 */
public record VerifiedProof(
        List<TreeNode> nodes,
        @Nullable Tree upgraded,
        ByteBuffer signature,
        @Nullable TreeNode leaf,
        long byteOffset) {
    /** {@link #byteOffset} of a proof without block. */
    public static final long NO_BLOCK = -1;

    /**
     * Checks who signed the longer tree, if there is one (spec page 10, section 7, step 7).
     *
     * @throws InvalidProofException if the manifest is not one of this key, or the signature not one of the manifest
     */
    public void requireSigned(CoreKey key, Manifest manifest) {
        if (upgraded != null) {
            TreeVerifier.require(key, manifest, upgraded, signature);
        }
    }
}
