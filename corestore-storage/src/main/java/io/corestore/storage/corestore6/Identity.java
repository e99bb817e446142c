package io.corestore.storage.corestore6;

import io.corestore.error.NotWritableException;
import io.corestore.error.StorageFailedException;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a store. It is made once, and never again where there are cores: all names would lead to new ones
 * (spec page 21, section 2).
 */
final class Identity {
    private static final int BYTES = 32;
    private final KeyPlace place;
    private final Volume volume;
    private final boolean readOnly;
    private byte @Nullable [] known;

    Identity(KeyPlace place, Volume volume, boolean readOnly) {
        this.place = place;
        this.volume = volume;
        this.readOnly = readOnly;
    }

    synchronized byte[] get(Supplier<byte[]> fresh) {
        byte[] key = known;
        if (key == null) {
            key = read();
        }
        if (key == null) {
            place(fresh.get());
            key = read();
        }
        if (key == null) {
            throw new StorageFailedException(KeyPlace.NAME + " cannot be read back after it was made");
        }
        known = key;
        return key.clone();
    }

    synchronized void lock() {
        IoErrors.mappedEffect("lock", KeyPlace.NAME, place::lock);
        byte[] before = known;
        if (before != null && !Arrays.equals(before, read())) {
            unlock();
            throw new StorageFailedException(
                    KeyPlace.NAME + " was replaced while the store was suspended: close it and open it again");
        }
    }

    synchronized void unlock() {
        IoErrors.mappedEffect("unlock", KeyPlace.NAME, place::unlock);
    }

    /** The whole key; null if one may be made. */
    private byte @Nullable [] read() {
        byte[] stored = stored();
        if (stored != null && stored.length >= BYTES) {
            return Arrays.copyOf(stored, BYTES);
        }
        if (!IoErrors.mapped("list", CoreFiles.CORES, () -> volume.list(CoreFiles.CORES))
                .isEmpty()) {
            throw new StorageFailedException(KeyPlace.NAME
                    + (stored == null ? " is missing" : " has only " + stored.length + " of " + BYTES + " bytes")
                    + " beside stored cores: restore it from a backup; a new one would lose every named core");
        }
        return null;
    }

    private byte @Nullable [] stored() {
        try {
            return place.read();
        } catch (IOException failed) {
            throw IoErrors.failure("read", KeyPlace.NAME, failed);
        }
    }

    private void place(byte[] key) {
        if (readOnly) {
            throw new NotWritableException("there is no " + KeyPlace.NAME + ", and the store is open for reading only");
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException("expected a primary key of 32 bytes, got " + key.length);
        }
        IoErrors.mappedEffect("write", KeyPlace.NAME, () -> place.store(key));
    }
}
