package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.error.CoreCorruptException;
import java.util.List;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks whether the blocks of logged changes are there. */
final class LostBlocks {
    private final Log log;
    private final BlockReader reader;

    LostBlocks(Log log, BlockReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /** The first change that added a block, for the last time, whose bytes are not right; empty if all are. */
    Mono<Integer> firstChange(List<List<BlockRange>> changes) {
        TreeMap<Long, Integer> added = new TreeMap<>();
        for (int change = 0; change < changes.size(); change++) {
            for (BlockRange range : changes.get(change)) {
                for (long block = range.start(); block < range.end(); block++) {
                    added.put(block, change);
                }
            }
        }
        added.keySet().removeIf(block -> !log.isStored(block));
        return Flux.fromIterable(added.entrySet())
                .concatMap(entry -> isLost(entry.getKey()).filter(lost -> lost).map(lost -> entry.getValue()))
                .reduce(Math::min);
    }

    private Mono<Boolean> isLost(long block) {
        return reader.reread(block, block + 1).map(read -> false).onErrorReturn(CoreCorruptException.class, true);
    }
}
