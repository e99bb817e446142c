package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signature of one signer among several (spec page 11, section 5).
 *
 * @param signer its position in the manifest
 * @param signature 64 bytes
 * @param patch by how many blocks the signed tree is longer than the one agreed on
 * @param nodes that lead from the agreed tree to the signed one
 */
public record PartialSignature(long signer, byte[] signature, long patch, List<TreeNode> nodes) {
    public PartialSignature {
        signature = signature.clone();
        nodes = List.copyOf(nodes);
    }

    /**
     * A signature over a tree that may be longer than the one agreed on.
     *
     * @param agreed length in blocks
     * @param signed length in blocks, at least {@code agreed}
     * @param stored nodes of the signed tree
     * @throws MissingNodeException if a node between the lengths is not known
     */
    public static PartialSignature of(long signer, byte[] signature, long agreed, long signed, NodeLookup stored) {
        List<TreeNode> nodes = new ArrayList<>();
        if (signed > agreed) {
            Climb.upgrade(agreed, signed, index -> nodes.add(stored.require(index)));
        }
        return new PartialSignature(signer, signature, signed - agreed, nodes);
    }

    /** A fresh copy of the 64 bytes. */
    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartialSignature that
                && signer == that.signer
                && patch == that.patch
                && Arrays.equals(signature, that.signature)
                && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }
}
