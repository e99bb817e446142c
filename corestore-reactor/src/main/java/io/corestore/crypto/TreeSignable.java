package io.corestore.crypto;

import io.corestore.encoding.CompactWriter;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;

/** The bytes that are signed for a state of a core (spec page 10, section 3). */
public final class TreeSignable {
    private static final int BYTES = 3 * Hash.BYTES + 16;

    private TreeSignable() {}

    /**
     * What the signer at {@code signer} signs for a tree.
     *
     * @param treeHash the hash over the tree's roots
     * @param length in blocks
     */
    public static byte[] of(CoreKey key, Manifest manifest, int signer, Hash treeHash, long length, long fork) {
        CompactWriter out = new CompactWriter(BYTES).hash(Namespaces.TREE);
        if (!manifest.isCompatFor(key)) {
            out.hash(manifest.version() == 0 ? manifest.signers().get(signer).namespace() : key.hash());
        }
        return out.hash(treeHash).uint64(length).uint64(fork).toBytes();
    }
}
