package io.corestore;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;

/**
 * A tree of a core that is not the one stored here, though the owner signed both: who has the key used it twice.
 *
 * @param length the blocks of the tree that a peer showed; as many of those stored here have another hash
 * @param fork the fork of both
 * @param treeHash the hash over the roots of the peer's tree
 * @param signature of the owner over it, as it is sent
 */
public record ConflictEvidence(long length, long fork, Hash treeHash, ByteBuffer signature) {
    public ConflictEvidence {
        signature = signature.asReadOnlyBuffer();
    }
}
