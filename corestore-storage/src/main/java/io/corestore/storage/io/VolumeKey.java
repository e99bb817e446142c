package io.corestore.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A primary key in a {@link Volume} that nobody else can reach: there is nothing to lock. */
public final class VolumeKey implements KeyPlace {
    private final Volume volume;

    public VolumeKey(Volume volume) {
        this.volume = volume;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        try (RandomAccess file = volume.open(NAME)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), 32));
            file.read(0, content);
            return content.array();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public void store(byte[] key) throws IOException {
        volume.put(NAME, ByteBuffer.wrap(key));
    }

    @Override
    public void lock() {}

    @Override
    public void unlock() {}
}
