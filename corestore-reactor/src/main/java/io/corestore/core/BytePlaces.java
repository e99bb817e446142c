package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.encoding.TreeNode;
import io.corestore.merkle.ByteOffset;
import io.corestore.merkle.MissingNodeException;
import reactor.core.publisher.Mono;

/** Where stored blocks are among the bytes of a log. */
final class BytePlaces {
    private final Log log;
    private final Nodes nodes;

    BytePlaces(Log log, Nodes nodes) {
        this.log = log;
        this.nodes = nodes;
    }

    /** The bytes of a run of stored blocks. */
    Mono<ByteRange> of(BlockRange run) {
        return start(run.start()).zipWith(end(run.end() - 1), ByteRange::of);
    }

    /** The bytes from the end of the stored block before a range to the start of the one behind it. */
    Mono<ByteRange> around(BlockRange range) {
        long length = log.state().length();
        long before = log.bitfield().previousSet(range.start());
        long behind = log.bitfield().nextSet(BlockRange.of(range.end(), length));
        Mono<Long> start = before < 0 ? Mono.just(0L) : end(before);
        Mono<Long> end = behind == length ? Mono.just(log.state().byteLength()) : start(behind);
        return start.zipWith(end, ByteRange::of);
    }

    private Mono<Long> start(long block) {
        return Mono.defer(() -> nodes.run(ByteOffset.of(log.state().tree(), 2 * block)));
    }

    private Mono<Long> end(long block) {
        return start(block).zipWith(size(block), Long::sum);
    }

    private Mono<Long> size(long block) {
        return nodes.load(new long[] {2 * block}).map(found -> {
            TreeNode root = log.state().tree().root(2 * block);
            TreeNode leaf = root == null ? found.get(2 * block) : root;
            if (leaf == null) {
                throw new MissingNodeException(2 * block);
            }
            return leaf.size();
        });
    }
}
