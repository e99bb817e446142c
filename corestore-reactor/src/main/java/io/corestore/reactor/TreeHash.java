package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.ReadOptions;
import io.corestore.core.Log;
import io.corestore.error.BlockUnavailableException;
import io.corestore.key.Hash;
import reactor.core.publisher.Mono;

/** The hash over the roots of an earlier length: where they are not stored they come with that length's last block. */
final class TreeHash {
    private TreeHash() {}

    static Mono<Hash> of(Log log, long length, ReadOptions options) {
        return log.tree()
                .treeHash(length)
                .onErrorResume(
                        BlockUnavailableException.class,
                        missing -> options.waits()
                                ? fetch(log, length - 1, options)
                                        .then(log.tree().treeHash(length))
                                : Mono.error(missing));
    }

    private static Mono<Void> fetch(Log log, long block, ReadOptions options) {
        return BlockFlow.of(log, BlockRange.of(block, block + 1), options).then();
    }
}
