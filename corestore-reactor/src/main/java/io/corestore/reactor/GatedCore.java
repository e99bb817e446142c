package io.corestore.reactor;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.FileSizes;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The storage of a core behind the gate of its store. While the gate is shut, and nobody inside, its files are closed
 * and opened again by {@link Suspension} alone.
 */
final class GatedCore implements StoredCore {
    private final DiscoveryKey discoveryKey;
    private final Gate gate;
    private final Consumer<GatedCore> closed;
    private volatile StoredCore stored;
    private volatile @Nullable ClosedException outdated;

    /** @param closed told when this is closed for good */
    GatedCore(DiscoveryKey discoveryKey, StoredCore stored, Gate gate, Consumer<GatedCore> closed) {
        this.discoveryKey = discoveryKey;
        this.stored = stored;
        this.gate = gate;
        this.closed = closed;
    }

    DiscoveryKey discoveryKey() {
        return discoveryKey;
    }

    /** Closes the files, all of them written out. */
    Mono<Void> pause() {
        return Mono.defer(() -> stored.close());
    }

    /** The same files, opened anew. */
    void proceed(StoredCore again) {
        stored = again;
    }

    /** The files are not what they were; nothing is done with them any more. */
    void outdate(ClosedException reason) {
        outdated = reason;
    }

    @Override
    public Mono<LoadedCore> load() {
        return pass(StoredCore::load);
    }

    @Override
    public Mono<LoadedCore> loadBefore(int change) {
        return pass(core -> core.loadBefore(change));
    }

    @Override
    public Mono<List<ByteBuffer>> readBlocks(long index, long byteOffset, int[] lengths) {
        return pass(core -> core.readBlocks(index, byteOffset, lengths));
    }

    @Override
    public Mono<List<TreeNode>> readNodes(long[] indexes) {
        return pass(core -> core.readNodes(indexes));
    }

    @Override
    public Mono<Void> commit(CoreCommit commit, Durability durability) {
        return pass(core -> core.commit(commit, durability));
    }

    @Override
    public Mono<Void> checkpoint(CoreHead head) {
        return pass(core -> core.checkpoint(head));
    }

    @Override
    public Mono<Void> replaceKeyPair(@Nullable KeyPair keyPair) {
        return pass(core -> core.replaceKeyPair(keyPair));
    }

    @Override
    public Mono<Void> compact(List<ByteRange> present) {
        return pass(core -> core.compact(present));
    }

    @Override
    public Mono<FileSizes> sizes() {
        return pass(StoredCore::sizes);
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            closed.accept(this);
            return stored.close();
        });
    }

    private <T> Mono<T> pass(Function<StoredCore, Mono<T>> work) {
        return gate.pass(() -> {
            ClosedException reason = outdated;
            return reason == null ? work.apply(stored) : Mono.error(reason);
        });
    }
}
