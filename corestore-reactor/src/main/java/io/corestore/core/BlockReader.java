package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.encoding.TreeNode;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.Hash;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.RangeProof;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Reads runs of stored blocks: their nodes in one read, their bytes in another. What is read for the first time since
 * the log was opened is verified against the roots; what was verified is remembered.
 */
final class BlockReader {
    private static final int RUN_BLOCKS = 1_024;
    private static final long RUN_BYTES = 1 << 20;
    private static final long MAX_BYTES = 4 << 20;

    private final Log log;
    private final StoredCore stored;
    private final Bitfield verified = new Bitfield();

    BlockReader(Log log, StoredCore stored) {
        this.log = log;
        this.stored = stored;
    }

    int runLength() {
        return (int) Math.max(1, Math.min(RUN_BLOCKS, RUN_BYTES / log.state().averageBlockSize()));
    }

    Mono<List<ByteBuffer>> read(long start, long end) {
        return Mono.defer(() -> {
            Tree tree = log.state().tree();
            if (start >= tree.length()) {
                return Mono.error(new BlockUnavailableException(
                        "block " + start + " of core " + log.discoveryKey() + " was cut off while it was read"));
            }
            return read(tree, start, Math.min(end, tree.length()))
                    .flatMap(blocks -> settled(tree, start, blocks, end))
                    .onErrorResume(
                            CoreCorruptException.class,
                            error -> log.state().fork() == tree.fork()
                                    ? mended(tree, start, Math.min(end, tree.length()), error)
                                    : read(start, end));
        });
    }

    /** Reads once more after nodes were mended, or the error had passed; not if a block had to be given up. */
    private Mono<List<ByteBuffer>> mended(Tree tree, long start, long end, CoreCorruptException error) {
        BlockRange run = BlockRange.of(start, end);
        return log.mend(run)
                .onErrorMap(failed -> error)
                .filter(done -> log.bitfield().containsAll(run))
                .switchIfEmpty(Mono.error(error))
                .then(Mono.defer(() -> read(tree, start, end)))
                .flatMap(blocks -> settled(tree, start, blocks, end));
    }

    /** Reads and verifies blocks as they are stored, whatever was verified before, and mends nothing; emits how many. */
    Mono<Integer> reread(long start, long end) {
        return Mono.defer(() -> {
            forget(BlockRange.of(start, end));
            return read(log.state().tree(), start, end).map(List::size);
        });
    }

    /** These blocks are others now, or gone. */
    void forget(BlockRange range) {
        synchronized (verified) {
            verified.clear(range);
        }
    }

    private Mono<List<ByteBuffer>> read(Tree tree, long start, long end) {
        RangeProof proof = RangeProof.of(tree, start, end);
        return stored.readNodes(proof.nodes()).flatMap(nodes -> {
            int[] lengths = lengths(proof, nodes);
            int fitting = fitting(lengths);
            return fitting < lengths.length
                    ? read(tree, start, start + fitting)
                    : stored.readBlocks(start, proof.byteOffset(nodes), lengths)
                            .doOnNext(blocks -> verify(proof, nodes, start, blocks));
        });
    }

    /** What was cut, or given up, while it was read may be other bytes. */
    private Mono<List<ByteBuffer>> settled(Tree tree, long start, List<ByteBuffer> blocks, long end) {
        if (log.state().fork() != tree.fork()) {
            return read(start, end);
        }
        return log.bitfield().containsAll(BlockRange.of(start, start + blocks.size()))
                ? Mono.just(blocks)
                : Mono.error(new BlockUnavailableException(
                        "block " + start + " of core " + log.discoveryKey() + " was given up while it was read"));
    }

    private int[] lengths(RangeProof proof, List<TreeNode> nodes) {
        try {
            return proof.lengths(nodes);
        } catch (MissingNodeException | ArithmeticException damaged) {
            throw new CoreCorruptException("core " + log.discoveryKey() + ": " + damaged.getMessage(), damaged);
        }
    }

    /** How many of the blocks, one at least, are read together. */
    private static int fitting(int[] lengths) {
        long bytes = 0;
        for (int i = 0; i < lengths.length; i++) {
            bytes += lengths[i];
            if (bytes > MAX_BYTES && i > 0) {
                return i;
            }
        }
        return lengths.length;
    }

    private void verify(RangeProof proof, List<TreeNode> nodes, long start, List<ByteBuffer> blocks) {
        BlockRange range = BlockRange.of(start, start + blocks.size());
        if (verified.containsAll(range)) {
            return;
        }
        TreeHasher hasher = new TreeHasher();
        if (!proof.verify(leaves(blocks, hasher), nodes, hasher)) {
            long bad = proof.firstDifference(leaves(blocks, hasher), nodes);
            throw new CoreCorruptException("core " + log.discoveryKey() + ": "
                    + (bad < 0 ? "the tree over blocks " + range : "block " + bad)
                    + " does not lead to the signed root");
        }
        synchronized (verified) {
            verified.set(range);
        }
    }

    private static Hash[] leaves(List<ByteBuffer> blocks, TreeHasher hasher) {
        Hash[] leaves = new Hash[blocks.size()];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = hasher.leafHash(blocks.get(i));
        }
        return leaves;
    }
}
