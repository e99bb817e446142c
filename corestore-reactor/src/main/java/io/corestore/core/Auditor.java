package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.error.CoreCorruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads every stored block again and hashes it up to the signed roots, whatever was verified before. */
final class Auditor {
    private final Log log;
    private final BlockReader reader;

    Auditor(Log log, BlockReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /** Emits the blocks that are damaged, in runs, ascending. */
    Mono<List<BlockRange>> audit() {
        List<BlockRange> bad = new ArrayList<>();
        long[] at = {0};
        return Mono.defer(() -> step(at, bad))
                .repeat(() -> at[0] < log.state().length())
                .then(Mono.fromSupplier(() -> bad));
    }

    private Mono<Void> step(long[] at, List<BlockRange> bad) {
        long length = log.state().length();
        long start = log.bitfield().nextSet(BlockRange.of(Math.min(at[0], length), length));
        if (start == length) {
            at[0] = length;
            return Mono.empty();
        }
        BlockRange run = BlockRange.of(
                start, log.bitfield().nextClear(BlockRange.of(start, Math.min(length, start + reader.runLength()))));
        return reader.reread(run.start(), run.end())
                .doOnNext(count -> at[0] = start + count)
                .onErrorResume(CoreCorruptException.class, damaged -> {
                    at[0] = run.end();
                    return oneByOne(run, bad).thenReturn(0);
                })
                .then();
    }

    private Mono<Void> oneByOne(BlockRange run, List<BlockRange> bad) {
        return Flux.fromStream(() -> LongStream.range(run.start(), run.end()).boxed())
                .concatMap(block -> reader.reread(block, block + 1)
                        .onErrorResume(CoreCorruptException.class, damaged -> {
                            add(bad, block);
                            return Mono.just(1);
                        }))
                .then();
    }

    private static void add(List<BlockRange> bad, long block) {
        int last = bad.size() - 1;
        if (last >= 0 && bad.get(last).end() == block) {
            bad.set(last, BlockRange.of(bad.get(last).start(), block + 1));
        } else {
            bad.add(BlockRange.of(block, block + 1));
        }
    }
}
