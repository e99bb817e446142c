package io.corestore.reactor;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.ReadOptions;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** One reader's way through a range of bytes: cuts it out of the blocks that hold it, one after the other. */
final class ByteFlow {
    /** The end of a range of blocks that is told by the bytes in them; one without end would stop at the length. */
    private static final long UNTOLD = BlockRange.OPEN - 1;

    private long skip;
    private long left;

    private ByteFlow(long skip, long left) {
        this.skip = skip;
        this.left = left;
    }

    /** The bytes of the range in order, through the session's own seeks and reads; one without end stops at the length. */
    static Flux<ByteBuffer> of(Core core, ByteRange range, ReadOptions options) {
        return Flux.defer(() -> {
            long length = core.byteLength();
            long end = range.isOpen() ? Math.max(range.start(), length) : range.end();
            if (range.start() == end) {
                return Flux.empty();
            }
            Mono<Long> lastBlock =
                    end > length ? Mono.just(UNTOLD) : core.seek(end, options).map(ByteFlow::behind);
            return Mono.zip(core.seek(range.start(), options), lastBlock)
                    .flatMapMany(found -> slices(
                            core.read(BlockRange.of(found.getT1().block(), found.getT2()), options.withRaw(false)),
                            new ByteFlow(found.getT1().offset(), end - range.start())));
        });
    }

    private static Flux<ByteBuffer> slices(Flux<ByteBuffer> blocks, ByteFlow flow) {
        return blocks.handle(flow::cut);
    }

    private static long behind(BlockPosition end) {
        return end.offset() == 0 ? end.block() : end.block() + 1;
    }

    private void cut(ByteBuffer block, SynchronousSink<ByteBuffer> out) {
        int from = (int) Math.min(skip, block.remaining());
        int size = (int) Math.min(left, block.remaining() - from);
        skip -= from;
        left -= size;
        if (size > 0) {
            out.next(block.slice(block.position() + from, size));
        }
        if (left == 0) {
            out.complete();
        }
    }
}
