package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.util.List;

/**
 * A state of a core that is to be signed (spec page 10, section 3).
 *
 * @param fork of the core
 * @param length in blocks
 * @param treeHash the hash over the roots
 * @param messages what the signer of each position in the manifest signs
 */
public record Signable(CoreKey key, Manifest manifest, long fork, long length, Hash treeHash, List<byte[]> messages) {
    public Signable {
        messages = messages.stream().map(byte[]::clone).toList();
    }
}
