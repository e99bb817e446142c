package io.corestore.core;

import io.corestore.Durability;
import io.corestore.Signable;
import io.corestore.crypto.BlockEncryption;
import io.corestore.crypto.TreeSignable;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeBatch;
import io.corestore.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Blocks collected on top of one state of a log, in the form in which they will be stored. Belongs to one thread at a
 * time.
 */
public final class LogBatch {
    private final Log log;
    private final TreeHasher hasher = new TreeHasher();
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private Tree base;
    private TreeBatch tree;

    public LogBatch(Log log) {
        this.log = log;
        base = log.state().tree();
        tree = TreeBatch.of(base, hasher);
    }

    /** The blocks of the log below the batch. */
    public long start() {
        return base.length();
    }

    public long length() {
        return tree.length();
    }

    /** Bytes as stored. */
    public long byteLength() {
        return tree.byteLength();
    }

    /** @param encryption null leaves the block as it is */
    public void append(ByteBuffer block, @Nullable BlockEncryption encryption) {
        ByteBuffer stored = encryption == null ? block : encryption.encrypt(length(), base.fork(), block);
        blocks.add(stored);
        tree.append(stored);
    }

    /** A block of the batch as it will be stored. */
    public ByteBuffer block(long index) {
        return blocks.get(Math.toIntExact(index - start())).asReadOnlyBuffer();
    }

    /** The blocks of the batch as they will be stored. */
    public List<ByteBuffer> blocks() {
        return List.copyOf(blocks);
    }

    /** Drops blocks of the batch from {@code length} on. */
    public void truncate(long length) {
        if (length < start() || length > length()) {
            throw new IllegalArgumentException(
                    "a batch over " + start() + " blocks with " + blocks.size() + " more cannot be cut to " + length);
        }
        List<ByteBuffer> kept = List.copyOf(blocks.subList(0, Math.toIntExact(length - start())));
        clear(base);
        kept.forEach(block -> append(block, null));
    }

    /** The tree hash that the log would have. */
    public Hash treeHash() {
        return tree.tree().treeHash();
    }

    /** What has to be signed for the batch to be appended. */
    public Signable signable() {
        Manifest manifest = log.assumedManifest();
        Hash hash = treeHash();
        List<byte[]> messages = IntStream.range(0, manifest.signers().size())
                .mapToObj(signer -> TreeSignable.of(log.key(), manifest, signer, hash, length(), base.fork()))
                .toList();
        return new Signable(log.key(), manifest, base.fork(), length(), hash, messages);
    }

    /** The batch as one append that fails if the log has moved. */
    public LogAppend toAppend(LogSigner signer, Durability durability) {
        return new LogAppend(blocks(), signer, null, base, durability);
    }

    /** The batch is part of the log; it starts again, empty. */
    public void flushed() {
        clear(tree.tree());
    }

    private void clear(Tree from) {
        base = from;
        tree = TreeBatch.of(from, hasher);
        blocks.clear();
    }
}
