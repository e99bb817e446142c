package io.corestore.core;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.FileSizes;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A stored core without blocks that takes none, and does all in place. */
public class EmptyCore implements StoredCore {
    @Override
    public Mono<LoadedCore> load() {
        CoreKey key = CoreKey.of(new byte[32]);
        return Mono.just(
                new LoadedCore(key, null, null, CoreHead.EMPTY, List.of(), List.of(), Map.of(), false, List.of()));
    }

    @Override
    public Mono<LoadedCore> loadBefore(int change) {
        return load();
    }

    @Override
    public Mono<List<ByteBuffer>> readBlocks(long index, long byteOffset, int[] lengths) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<List<TreeNode>> readNodes(long[] indexes) {
        return Mono.just(List.of());
    }

    @Override
    public Mono<Void> commit(CoreCommit commit, Durability durability) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<Void> checkpoint(CoreHead head) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> replaceKeyPair(KeyPair keyPair) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<Void> compact(List<ByteRange> present) {
        return Mono.empty();
    }

    @Override
    public Mono<FileSizes> sizes() {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
