package io.corestore.reactor;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.CoreOptions;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.CorestoreException;
import io.corestore.error.SuspendedException;
import io.corestore.key.DiscoveryKey;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Audits the cores of a store, each opened for it alone and not offered to peers. What a creation or a purge that was cut
 * off left in the folder is no core.
 */
final class Audits {
    private Audits() {}

    static Flux<AuditReport> of(StoreSession store, Flux<DiscoveryKey> cores, AuditMode mode) {
        return cores.concatMap(
                key -> store.use(CoreOptions.stored(key).withActive(false), core -> core.audit(mode))
                        .onErrorComplete(CoreNotFoundException.class)
                        .onErrorResume(Audits::isOfTheCore, error -> Mono.just(failed(key, error))),
                1);
    }

    private static boolean isOfTheCore(Throwable error) {
        return error instanceof CorestoreException
                && !(error instanceof ClosedException)
                && !(error instanceof SuspendedException);
    }

    private static AuditReport failed(DiscoveryKey key, Throwable error) {
        return new AuditReport(null, key, 0, List.of(), 0, String.valueOf(error.getMessage()));
    }
}
