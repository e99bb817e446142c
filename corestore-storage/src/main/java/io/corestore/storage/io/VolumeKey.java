package io.corestore.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A primary key in a {@link Volume} that nobody else can reach: there is nothing to lock. A sealed one is in a file of its
 * own, {@code primary-key.sealed}. While one form takes the place of the other, both are there: a whole unsealed key
 * counts, since it is written before, and deleted after the other.
 */
public final class VolumeKey implements KeyPlace {
    private static final String SEALED = NAME + ".sealed";
    private final Volume volume;

    public VolumeKey(Volume volume) {
        this.volume = volume;
    }

    @Override
    public @Nullable StoredKey read() throws IOException {
        StoredKey key = read(NAME, false);
        if (key != null && key.isWhole()) {
            return key;
        }
        StoredKey sealed = read(SEALED, true);
        return sealed == null ? key : sealed;
    }

    @Override
    public void store(StoredKey key) throws IOException {
        String other = key.sealed() ? NAME : SEALED;
        volume.put(key.sealed() ? SEALED : NAME, ByteBuffer.wrap(key.bytes()));
        volume.delete(other);
        volume.syncEntry(other);
    }

    @Override
    public void lock() {}

    @Override
    public void unlock() {}

    private @Nullable StoredKey read(String name, boolean sealed) throws IOException {
        try (RandomAccess file = volume.open(name)) {
            long most = sealed ? Integer.MAX_VALUE : StoredKey.KEY_BYTES;
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), most));
            file.read(0, content);
            return new StoredKey(sealed, content.array());
        } catch (NoSuchFileException none) {
            return null;
        }
    }
}
