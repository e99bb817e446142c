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
            BlockRange run = BlockRange.of(start, Math.min(end, tree.length()));
            return whole(tree, run)
                    .onErrorResume(
                            CoreCorruptException.class,
                            error -> isLeft(tree) ? Mono.error(error) : mended(tree, run, error))
                    .onErrorResume(
                            CoreCorruptException.class, error -> isLeft(tree) ? read(start, end) : Mono.error(error))
                    .switchIfEmpty(Mono.defer(() -> read(start, end)));
        });
    }

    /** Whether the log is of another fork now. A cut is stored before it is published: what is read then may be damaged. */
    private boolean isLeft(Tree tree) {
        return log.state().fork() != tree.fork();
    }

    /** Reads once more after nodes were mended, or the error had passed; not if a block had to be given up. */
    private Mono<List<ByteBuffer>> mended(Tree tree, BlockRange run, CoreCorruptException error) {
        return log.mend(run)
                .onErrorMap(failed -> error)
                .flatMap(found ->
                        log.bitfield().containsAll(run) || found.isSound() ? whole(tree, run) : Mono.error(error));
    }

    /** Reads a run of one tree; empty if it was cut back meanwhile, so that what was read may be other bytes. */
    private Mono<List<ByteBuffer>> whole(Tree tree, BlockRange run) {
        return Mono.defer(() -> {
            requireStored(run);
            return read(tree, run.start(), run.end())
                    .filter(blocks -> !isLeft(tree))
                    .doOnNext(blocks -> requireStored(BlockRange.of(run.start(), run.start() + blocks.size())));
        });
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

    /** What was given up while it was read may be other bytes. */
    private void requireStored(BlockRange run) {
        if (!log.bitfield().containsAll(run)) {
            throw new BlockUnavailableException(
                    "block " + run.start() + " of core " + log.discoveryKey() + " was given up while it was read");
        }
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
