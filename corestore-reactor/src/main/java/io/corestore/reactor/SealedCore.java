package io.corestore.reactor;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.FileSizes;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A core of a {@link SealedStorage}. */
record SealedCore(StoredCore delegate, SealedPairs pairs) implements StoredCore {
    @Override
    public Mono<LoadedCore> load() {
        return delegate.load().map(pairs::open);
    }

    @Override
    public Mono<LoadedCore> loadBefore(int change) {
        return delegate.loadBefore(change).map(pairs::open);
    }

    @Override
    public Mono<List<ByteBuffer>> readBlocks(long index, long byteOffset, int[] lengths) {
        return delegate.readBlocks(index, byteOffset, lengths);
    }

    @Override
    public Mono<List<TreeNode>> readNodes(long[] indexes) {
        return delegate.readNodes(indexes);
    }

    @Override
    public Mono<Void> commit(CoreCommit commit, Durability durability) {
        return delegate.commit(commit, durability);
    }

    @Override
    public Mono<Void> checkpoint(CoreHead head) {
        return delegate.checkpoint(head);
    }

    /** Only the public half goes into the header. */
    @Override
    public Mono<Void> replaceKeyPair(@Nullable KeyPair keyPair) {
        return delegate.replaceKeyPair(keyPair == null ? null : KeyPair.publicOnly(keyPair.publicKey()));
    }

    @Override
    public Mono<Void> compact(List<ByteRange> present) {
        return delegate.compact(present);
    }

    @Override
    public Mono<FileSizes> sizes() {
        return delegate.sizes();
    }

    @Override
    public Mono<Void> close() {
        return delegate.close();
    }
}
