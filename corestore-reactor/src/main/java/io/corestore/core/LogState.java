package io.corestore.core;

import io.corestore.encoding.TreeNode;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.spi.CoreHead;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed state of a log, replaced as a whole.
 *
 * @param rootHash the hash over the tree's roots
 * @param signature read-only, as stored; empty at length 0
 * @param manifest null as long as it was not learnt
 * @param contiguousLength the first block that is not stored
 */
public record LogState(
        Tree tree,
        Hash rootHash,
        ByteBuffer signature,
        @Nullable Manifest manifest,
        long contiguousLength) {
    private static final long EXPECTED_BLOCK_SIZE = 1_024;

    public long fork() {
        return tree.fork();
    }

    public long length() {
        return tree.length();
    }

    public long byteLength() {
        return tree.byteLength();
    }

    public List<TreeNode> roots() {
        return tree.roots();
    }

    /** In bytes, at least 1; a guess for an empty log. */
    public long averageBlockSize() {
        return length() == 0 ? EXPECTED_BLOCK_SIZE : Math.max(1, byteLength() / length());
    }

    /** Whether the key is the signer's public key; true as long as the manifest is unknown. */
    public boolean isCompat(CoreKey key) {
        return manifest == null || manifest.isCompatFor(key);
    }

    /** The state after an append. */
    LogState grown(Tree longer, Hash hash, ByteBuffer signed, Manifest assumed) {
        long contiguous = contiguousLength == length() ? longer.length() : contiguousLength;
        return new LogState(longer, hash, signed, manifest == null ? assumed : manifest, contiguous);
    }

    /** The state after a change to another fork, with which it shares so many blocks. */
    LogState cut(long shared, Tree forked, Hash hash, ByteBuffer signed, Manifest assumed) {
        long contiguous = Math.min(contiguousLength, shared);
        return new LogState(forked, hash, signed, manifest == null ? assumed : manifest, contiguous);
    }

    LogState withContiguousLength(long blocks) {
        return new LogState(tree, rootHash, signature, manifest, blocks);
    }

    CoreHead head() {
        return new CoreHead(fork(), length(), length() == 0 ? null : rootHash, signature, contiguousLength);
    }
}
