package io.corestore.spi;

import io.corestore.key.DiscoveryKey;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The storage of one store: an identity and many cores, each found by its discovery key. It hashes nothing and knows no
 * peers. Every publisher is lazy and runs on the {@link IoScheduler} it was opened with.
 */
public interface CoreStorage {
    /**
     * The 32 bytes of the primary key: those stored, or {@code fresh}, stored once and durably if there are none.
     *
     * <p>Errors: {@link io.corestore.error.StorageFailedException} if the stored key is shorter than 32 bytes beside
     * cores, or missing beside cores: an identity is never made anew; {@link io.corestore.error.CoreConflictException} if
     * it is stored sealed.
     */
    Mono<byte[]> identity(Supplier<byte[]> fresh);

    /**
     * Stores 32 bytes durably as the primary key, in the place of the one that is stored if there is one; the cores stay as
     * they are. A crash leaves the old or the new.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if the primary key is stored sealed.
     */
    Mono<Void> replaceIdentity(byte[] key);

    /** Whether the primary key is stored sealed, as opaque bytes; false where none is stored. */
    Mono<Boolean> isSealed();

    /**
     * The sealed primary key: that stored, or {@code fresh}, stored once and durably if the storage is new.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if the primary key is stored unsealed.
     */
    Mono<byte[]> sealedIdentity(Supplier<byte[]> fresh);

    /**
     * Stores a sealed primary key durably, in the place of the one that is stored, sealed or not. Headers keep the secret
     * keys they have: see {@link StoredCore#replaceKeyPair}. Node's corestore 6 cannot open the storage then; corestore 7
     * does not notice. A crash leaves the old or the new.
     */
    Mono<Void> seal(byte[] sealed);

    /**
     * Stores the primary key, 32 bytes, unsealed and durably in the place of the sealed one. A crash leaves the old or the
     * new.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if it is not stored sealed.
     */
    Mono<Void> unseal(byte[] key);

    /** Where this storage touches its files. */
    IoScheduler io();

    /** Takes the lock again after {@link #unlock()}; a storage that was just opened holds it. */
    Mono<Void> lock();

    /** Lets another store take the folder while this one is suspended. */
    Mono<Void> unlock();

    /**
     * Makes a core; it is there, durably and whole, or not at all.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if a core of this discovery key is stored.
     */
    Mono<StoredCore> create(CoreSeed seed);

    /**
     * Opens a core for {@link StoredCore#load()}. One at a time may be open for a discovery key.
     *
     * <p>Errors: {@link io.corestore.error.CoreNotFoundException}.
     */
    Mono<StoredCore> open(DiscoveryKey discoveryKey);

    /** What is stored of a core, read without repairing anything; empty if it is not stored. */
    Mono<StoredHead> peek(DiscoveryKey discoveryKey);

    /** Under which every stored core is found; nothing of them is read. */
    Flux<DiscoveryKey> discoveryKeys();

    /** Every stored core as {@link #peek} sees it, a few read ahead of demand. Cores that cannot be read are left out. */
    Flux<StoredHead> list();

    /** Deletes a core that is not open; nothing happens if it is not stored. */
    Mono<Void> remove(DiscoveryKey discoveryKey);

    /**
     * As {@link #remove}, durably leaving behind how far the core had got, for {@link #tombstone}; first that, then the
     * files go. An earlier tombstone that got further stays.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if the core is open.
     */
    Mono<Void> bury(Tombstone tombstone);

    /** How far a core had got that was buried here; empty if none was. One that cannot be read tells of one block. */
    Mono<Tombstone> tombstone(DiscoveryKey discoveryKey);

    /** How far every core had got that was buried here and not exhumed. See {@link #tombstone}. */
    Flux<Tombstone> tombstones();

    /** Forgets a tombstone, durably; nothing happens if there is none. */
    Mono<Void> exhume(DiscoveryKey discoveryKey);

    /** The bytes that can still be stored, as far as the operating system tells. */
    Mono<Long> usableSpace();

    /**
     * Names the run of the operating system, or of whatever else keeps what was written and not synced. Where it is
     * another one than before, what was not synced then may be lost; where nobody knows, each call answers another name.
     */
    Mono<String> systemRun();

    /** Closes what is open and frees the lock. Repeatable; never fails. */
    Mono<Void> close();
}
