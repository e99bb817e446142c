package io.corestore.storage.corestore6;

import io.corestore.error.CoreConflictException;
import io.corestore.error.NotWritableException;
import io.corestore.error.StorageFailedException;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.StoredKey;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a store, sealed or not. It is made once, and never again by itself where there are cores: all names
 * would lead to new ones (spec page 21, section 2).
 */
final class Identity {
    private final KeyPlace place;
    private final Volume volume;
    private final boolean readOnly;
    private @Nullable StoredKey known;

    Identity(KeyPlace place, Volume volume, boolean readOnly) {
        this.place = place;
        this.volume = volume;
        this.readOnly = readOnly;
    }

    synchronized byte[] get(Supplier<byte[]> fresh) {
        StoredKey key = stored(() -> StoredKey.open(fresh.get()));
        if (key.sealed()) {
            throw new CoreConflictException("the store is sealed: open it with what its primary key was sealed with");
        }
        return key.bytes().clone();
    }

    synchronized byte[] sealed(Supplier<byte[]> fresh) {
        StoredKey key = stored(() -> StoredKey.sealed(fresh.get()));
        if (!key.sealed()) {
            throw new CoreConflictException("the store is not sealed: its " + KeyPlace.NAME + " is open");
        }
        return key.bytes().clone();
    }

    synchronized boolean isSealed() {
        StoredKey key = known == null ? readPlace() : known;
        return key != null && key.sealed();
    }

    /** Stores another key in the form of the present one, which must not be sealed. */
    synchronized void replace(byte[] key) {
        if (isSealed()) {
            throw new CoreConflictException(
                    "the store is sealed: seal the other primary key, or unseal the store first");
        }
        store(StoredKey.open(key));
    }

    synchronized void seal(byte[] sealed) {
        store(StoredKey.sealed(sealed));
    }

    synchronized void unseal(byte[] key) {
        if (!isSealed()) {
            throw new CoreConflictException("the store is not sealed");
        }
        store(StoredKey.open(key));
    }

    synchronized void lock() {
        IoErrors.mappedEffect("lock", KeyPlace.NAME, place::lock);
        StoredKey before = known;
        if (before != null && !before.isSame(read())) {
            unlock();
            throw new StorageFailedException(
                    KeyPlace.NAME + " was replaced while the store was suspended: close it and open it again");
        }
    }

    synchronized void unlock() {
        IoErrors.mappedEffect("unlock", KeyPlace.NAME, place::unlock);
    }

    private StoredKey stored(Supplier<StoredKey> fresh) {
        StoredKey key = known == null ? readLocked() : known;
        if (key == null) {
            place(fresh.get());
            key = read();
        }
        if (key == null) {
            throw new StorageFailedException(KeyPlace.NAME + " cannot be read back after it was made");
        }
        known = key;
        return key;
    }

    /** A key that another process made since this storage was opened could not be locked then. */
    private @Nullable StoredKey readLocked() {
        if (read() == null) {
            return null;
        }
        IoErrors.mappedEffect("lock", KeyPlace.NAME, place::lock);
        return read();
    }

    private void store(StoredKey key) {
        place(key);
        known = read();
        if (!key.isSame(known)) {
            throw new CoreConflictException("another process stored a " + KeyPlace.NAME + " meanwhile");
        }
    }

    /** The whole key; null if one may be made. */
    private @Nullable StoredKey read() {
        StoredKey stored = readPlace();
        if (stored != null && stored.isWhole()) {
            return stored;
        }
        if (!IoErrors.mapped("list", CoreFiles.CORES, () -> volume.list(CoreFiles.CORES))
                .isEmpty()) {
            throw new StorageFailedException(KeyPlace.NAME + " " + fault(stored)
                    + " beside stored cores: restore it from a backup; a new one would lose every named core");
        }
        return null;
    }

    private static String fault(@Nullable StoredKey stored) {
        if (stored == null) {
            return "is missing";
        }
        return stored.sealed()
                ? "has nothing sealed in it"
                : "has only " + stored.bytes().length + " of " + StoredKey.KEY_BYTES + " bytes";
    }

    private @Nullable StoredKey readPlace() {
        try {
            return place.read();
        } catch (IOException failed) {
            throw IoErrors.failure("read", KeyPlace.NAME, failed);
        }
    }

    private void place(StoredKey key) {
        if (readOnly) {
            throw new NotWritableException(
                    "the " + KeyPlace.NAME + " is not changed, since the store is open for reading only");
        }
        if (!key.isWhole()) {
            throw new IllegalArgumentException(
                    key.sealed()
                            ? "a sealed primary key cannot be empty"
                            : "expected a primary key of 32 bytes, got " + key.bytes().length);
        }
        IoErrors.mappedEffect("write", KeyPlace.NAME, () -> place.store(key));
    }
}
