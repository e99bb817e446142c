package io.corestore.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * One place for named files: a folder, memory, a function. Names are relative and have {@code /} between their parts.
 * Every call blocks.
 */
public interface Volume {
    /**
     * Opens a file.
     *
     * @throws NoSuchFileException if it is not there
     */
    RandomAccess open(String name) throws IOException;

    /** Opens a file, made with its folders if missing; {@link #syncEntry} makes the new entry durable. */
    RandomAccess create(String name) throws IOException;

    /** Makes a file of this content, durably: it is there whole or, as far as the place can, not at all. */
    void put(String name, ByteBuffer content) throws IOException;

    /**
     * Puts a new file of this content, synced, in the place of one that is there; {@link #syncEntry} makes that durable.
     * Those who have the old one open go on with it. A crash leaves the old one or the new one, and perhaps what
     * {@link #tidy} removes.
     *
     * @return false, and nothing was done, where files cannot be replaced as a whole
     */
    default boolean replace(String name, Content content) throws IOException {
        return false;
    }

    /** Removes what a crash left of {@link #replace} or {@link #put}. */
    default void tidy(String name) throws IOException {}

    /** Deletes a file; nothing happens if it is not there. */
    void delete(String name) throws IOException;

    /** Removes a folder and those around it, as long as they are empty. */
    void prune(String folder) throws IOException;

    /** The names in a folder, in no order; none if there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** Makes it durable that a file is there, or that it is not. */
    void syncEntry(String name) throws IOException;

    /** The bytes that can still be stored, as far as that is known. */
    long usableSpace() throws IOException;

    /** See {@link io.corestore.spi.CoreStorage#systemRun()}. */
    default String systemRun() {
        return SystemRun.unknown();
    }

    /** What a new file is to hold. */
    @FunctionalInterface
    interface Content {
        void writeTo(RandomAccess file) throws IOException;
    }
}
