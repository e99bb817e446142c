package io.corestore.reactor;

import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import io.corestore.spi.Tombstone;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A storage whose cores show no secret key in their files; to the engine above it they have them. */
record SealedStorage(CoreStorage delegate, SealedPairs pairs) implements CoreStorage {
    @Override
    public Mono<byte[]> identity(Supplier<byte[]> fresh) {
        return delegate.identity(fresh);
    }

    @Override
    public Mono<Void> replaceIdentity(byte[] key) {
        return delegate.replaceIdentity(key);
    }

    @Override
    public Mono<Boolean> isSealed() {
        return delegate.isSealed();
    }

    @Override
    public Mono<byte[]> sealedIdentity(Supplier<byte[]> fresh) {
        return delegate.sealedIdentity(fresh);
    }

    @Override
    public Mono<Void> seal(byte[] sealed) {
        return delegate.seal(sealed);
    }

    @Override
    public Mono<Void> unseal(byte[] key) {
        return delegate.unseal(key);
    }

    @Override
    public IoScheduler io() {
        return delegate.io();
    }

    @Override
    public Mono<Void> lock() {
        return delegate.lock();
    }

    @Override
    public Mono<Void> unlock() {
        return delegate.unlock();
    }

    @Override
    public Mono<StoredCore> create(CoreSeed seed) {
        return delegate.create(pairs.seal(seed)).map(this::sealed);
    }

    @Override
    public Mono<StoredCore> open(DiscoveryKey discoveryKey) {
        return delegate.open(discoveryKey).map(this::sealed);
    }

    @Override
    public Mono<StoredHead> peek(DiscoveryKey discoveryKey) {
        return delegate.peek(discoveryKey);
    }

    @Override
    public Flux<DiscoveryKey> discoveryKeys() {
        return delegate.discoveryKeys();
    }

    @Override
    public Flux<StoredHead> list() {
        return delegate.list();
    }

    @Override
    public Mono<Void> remove(DiscoveryKey discoveryKey) {
        return delegate.remove(discoveryKey);
    }

    @Override
    public Mono<Void> bury(Tombstone tombstone) {
        return delegate.bury(tombstone);
    }

    @Override
    public Mono<Tombstone> tombstone(DiscoveryKey discoveryKey) {
        return delegate.tombstone(discoveryKey);
    }

    @Override
    public Flux<Tombstone> tombstones() {
        return delegate.tombstones();
    }

    @Override
    public Mono<Void> exhume(DiscoveryKey discoveryKey) {
        return delegate.exhume(discoveryKey);
    }

    @Override
    public Mono<Long> usableSpace() {
        return delegate.usableSpace();
    }

    @Override
    public Mono<String> systemRun() {
        return delegate.systemRun();
    }

    @Override
    public Mono<Void> close() {
        return delegate.close();
    }

    private StoredCore sealed(StoredCore core) {
        return new SealedCore(core, pairs);
    }
}
