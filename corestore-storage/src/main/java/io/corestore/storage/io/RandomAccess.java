package io.corestore.storage.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One file, read and written anywhere. Every call blocks, and is made only on a thread of the store's
 * {@link io.corestore.spi.IoScheduler}; reads may run beside each other and beside one writer.
 */
public interface RandomAccess extends AutoCloseable {
    /**
     * Fills {@code target} with the bytes from {@code position} on.
     *
     * @throws EOFException if the file ends before
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** Fills as much of {@code target} as the file has from {@code position} on. */
    default void readUpTo(long position, ByteBuffer target) throws IOException {
        int there = (int) Math.max(0, Math.min(size() - position, target.remaining()));
        ByteBuffer part = target.slice(target.position(), there);
        read(position, part);
        target.position(target.position() + there);
    }

    /** Writes all of {@code source}; a gap before {@code position} becomes zeros. */
    void write(long position, ByteBuffer source) throws IOException;

    /** Returns when everything written and every change of size survives a power cut. */
    void sync() throws IOException;

    /** Sets the size; new bytes are zeros. */
    void truncate(long size) throws IOException;

    long size() throws IOException;

    /** The bytes in {@code [start, end)} are needed no more; they may become zeros or stay. */
    default void discard(long start, long end) throws IOException {}

    @Override
    void close() throws IOException;
}
