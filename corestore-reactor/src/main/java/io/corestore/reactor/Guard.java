package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.error.NotWritableException;
import reactor.core.publisher.Mono;

/**
 * Refuses to sign for a core of which acknowledged blocks may be missing here: peers may hold them, and another history in
 * their place is a fork that nobody can heal.
 */
record Guard(Graves graves) {
    boolean permits(Log log) {
        return graves.permits(log) && log.doubt() == null;
    }

    /** @throws NotWritableException that says why, and what to do */
    void require(Log log) {
        graves.require(log);
        String doubt = log.doubt();
        if (doubt != null) {
            throw new NotWritableException("core " + log.discoveryKey() + " may have lost acknowledged blocks (" + doubt
                    + "): connect a peer that has them, or call release()");
        }
    }

    /** Permits to sign, durably. */
    Mono<Void> release(Log log) {
        return graves.release(log.discoveryKey())
                .then(Mono.defer(() -> log.doubt() == null ? Mono.empty() : log.trust()));
    }
}
