package io.corestore.storage.io;

import io.corestore.error.StorageFailedException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** The one place where errors of the operating system become errors of the library. */
public final class IoErrors {
    private IoErrors() {}

    /** Something that touches files. */
    @FunctionalInterface
    public interface Action<T> {
        T run() throws IOException;
    }

    /** Something that touches files and returns nothing. */
    @FunctionalInterface
    public interface Effect {
        void run() throws IOException;
    }

    /** Runs {@code action}; an error of the operating system becomes a {@link StorageFailedException}. */
    public static <T> T mapped(String verb, String file, Action<T> action) {
        try {
            return action.run();
        } catch (IOException failed) {
            throw failure(verb, file, failed);
        }
    }

    /** {@link #mapped} for what returns nothing. */
    public static void mappedEffect(String verb, String file, Effect effect) {
        try {
            effect.run();
        } catch (IOException failed) {
            throw failure(verb, file, failed);
        }
    }

    /** Says which file could not be read, written or synced, and why. */
    public static StorageFailedException failure(String verb, String file, IOException cause) {
        return new StorageFailedException("cannot " + verb + " " + file + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
