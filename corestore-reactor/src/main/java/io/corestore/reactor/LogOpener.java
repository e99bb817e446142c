package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredCore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Opens the logs of stored cores, makes cores, and tells of it. The registry sees to it that each is open once. */
final class LogOpener {
    private final CoreStorage storage;
    private final Suspension suspension;
    private final LogOptions logOptions;
    private final BiConsumer<Log, @Nullable CoreOptions> opened;
    private final UnknownCores unknown = new UnknownCores();

    /** @param opened told of each log that was opened, and with which options, null for peers */
    LogOpener(
            CoreStorage storage,
            Suspension suspension,
            LogOptions logOptions,
            BiConsumer<Log, @Nullable CoreOptions> opened) {
        this.storage = storage;
        this.suspension = suspension;
        this.logOptions = logOptions;
        this.opened = opened;
    }

    /** Whether it is known, without looking, that the core is not stored. */
    boolean isUnknown(DiscoveryKey discoveryKey) {
        return unknown.contains(discoveryKey);
    }

    /** Others may have made cores. */
    void forgetUnknown() {
        unknown.clear();
    }

    /** Creates the core if it is missing and the options say so. */
    Mono<Log> forUser(Resolved resolved, CoreOptions options) {
        DiscoveryKey discoveryKey = resolved.discoveryKey();
        boolean create = options.createIfMissing() && !logOptions.readOnly();
        return storage.open(discoveryKey)
                .onErrorResume(CoreNotFoundException.class, missing -> create ? create(resolved) : Mono.error(missing))
                .flatMap(stored -> open(discoveryKey, stored, options));
    }

    Mono<Log> forPeer(DiscoveryKey discoveryKey) {
        return suspension
                .gate()
                .pass(() -> storage.open(discoveryKey)
                        .doOnError(CoreNotFoundException.class, e -> unknown.add(discoveryKey))
                        .flatMap(stored -> open(discoveryKey, stored, null)));
    }

    private Mono<StoredCore> create(Resolved resolved) {
        return Mono.defer(() -> storage.create(resolved.seed()))
                .doOnSuccess(made -> unknown.remove(resolved.discoveryKey()));
    }

    private Mono<Log> open(DiscoveryKey discoveryKey, StoredCore stored, @Nullable CoreOptions options) {
        return Log.open(discoveryKey, suspension.gated(discoveryKey, stored), logOptions)
                .doOnNext(log -> opened.accept(log, options));
    }
}
