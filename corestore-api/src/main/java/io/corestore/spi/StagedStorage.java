package io.corestore.spi;

import reactor.core.publisher.Mono;

/**
 * A new storage that is filled beside the folder it is for, under a name of its own: after a crash the folder is whole or
 * not there.
 */
public interface StagedStorage {
    /** The storage, to be filled. */
    CoreStorage storage();

    /**
     * Closes the storage and gives its folder the name that was asked for, durably.
     *
     * <p>Errors: {@link io.corestore.error.FolderNotEmptyException} if there is something by now;
     * {@link io.corestore.error.StorageFailedException}.
     */
    Mono<Void> publish();

    /** Closes the storage and deletes its folder, if it was not published. Repeatable; never fails. */
    Mono<Void> discard();
}
