package io.corestore.core;

import io.corestore.error.CorestoreException;
import io.corestore.error.InvalidProofException;
import io.corestore.error.StorageFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What became of data from a peer.
 *
 * @param error why it is invalid, for {@link Outcome#INVALID}; why it was not stored, for {@link Outcome#FAILED}, if the
 *     storage failed
 */
public record Ingested(Outcome outcome, @Nullable CorestoreException error) {
    /** The possible ends. */
    public enum Outcome {
        /** It was verified and is committed. */
        STORED,
        /** The tree moved meanwhile, or nothing in it was new: ask again if it is still wanted. */
        STALE,
        /** A node to compare with is not stored: ask again, up to a root. */
        UNANCHORED,
        /** It does not lead to a signed root. */
        INVALID,
        /** It could not be stored. */
        FAILED
    }

    static final Ingested STORED = new Ingested(Outcome.STORED, null);
    static final Ingested STALE = new Ingested(Outcome.STALE, null);
    static final Ingested UNANCHORED = new Ingested(Outcome.UNANCHORED, null);
    static final Ingested FAILED = new Ingested(Outcome.FAILED, null);

    static Ingested failed(Throwable error) {
        return error instanceof StorageFailedException failed ? new Ingested(Outcome.FAILED, failed) : FAILED;
    }

    public static Ingested invalid(InvalidProofException error) {
        return new Ingested(Outcome.INVALID, error);
    }
}
