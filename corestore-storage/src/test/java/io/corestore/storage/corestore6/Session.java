package io.corestore.storage.corestore6;

import io.corestore.contract.TestCore;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.crash.CrashFs;
import reactor.core.publisher.Mono;

/** An open store in a {@link CrashFs}, and its one core in use. */
final class Session {
    static final String FOLDER = "/store";
    private final CoreStorage storage;
    private StoredCore core;

    private Session(CoreStorage storage) {
        this.storage = storage;
    }

    static Session open(CrashFs fs, IoScheduler io) {
        return new Session(
                FileStorage.at(fs.path(FOLDER), StorageOptions.on(io)).block());
    }

    CoreStorage storage() {
        return storage;
    }

    /** The core, opened and loaded if it is not. */
    StoredCore core() {
        if (core == null) {
            core = storage.open(new TestCore(Model.CORE).discoveryKey()).block();
            core.load().block();
        }
        return core;
    }

    /** Takes a core that is loaded. */
    void adopt(StoredCore loaded) {
        core = loaded;
    }

    Mono<Void> create() {
        return storage.create(new TestCore(Model.CORE).seed())
                .flatMap(made -> made.load().doOnNext(loaded -> core = made))
                .then();
    }

    Mono<Void> closeCore() {
        return Mono.defer(() -> {
            StoredCore closing = core;
            core = null;
            return closing == null ? Mono.empty() : closing.close();
        });
    }

    Mono<Void> reopen() {
        return closeCore().then(Mono.fromRunnable(this::core));
    }

    void close() {
        storage.close().block();
    }
}
