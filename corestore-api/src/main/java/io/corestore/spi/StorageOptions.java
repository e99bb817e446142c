package io.corestore.spi;

/**
 * How a storage is opened.
 *
 * @param io where its files are touched
 * @param poolSize how many files may be open at once, at least 8; {@code primary-key} is not counted
 * @param readOnly whether to leave every file as it is: nothing is created, locked, repaired or written
 */
public record StorageOptions(IoScheduler io, int poolSize, boolean readOnly) {
    /** What Node's corestore keeps open at most. */
    public static final int DEFAULT_POOL_SIZE = 512;

    public StorageOptions {
        if (poolSize < 8) {
            throw new IllegalArgumentException("a pool of " + poolSize + " files is too small: 8 at least");
        }
    }

    public static StorageOptions on(IoScheduler io) {
        return new StorageOptions(io, DEFAULT_POOL_SIZE, false);
    }

    public StorageOptions withPoolSize(int files) {
        return new StorageOptions(io, files, readOnly);
    }

    public StorageOptions withReadOnly(boolean only) {
        return new StorageOptions(io, poolSize, only);
    }
}
