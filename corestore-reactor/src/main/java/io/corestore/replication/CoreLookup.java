package io.corestore.replication;

import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import reactor.core.publisher.Mono;

/** Where replication gets the cores that peers ask for. */
public interface CoreLookup {
    /** A log kept open until {@link #release}. */
    interface Hold {
        Log log();

        /** Whether somebody else holds the log too. */
        boolean isShared();

        /**
         * Lets go, at once and once; the log closes if nobody else holds it.
         *
         * @return ends when the log has closed, or at once if others hold it
         */
        Mono<Void> release();
    }

    /** Opens a stored core; empty if it is not stored or cannot be opened. */
    Mono<Hold> open(DiscoveryKey discoveryKey);

    /** Whether what peers send is stored. */
    default Intake intake() {
        return Intake.OPEN;
    }
}
