package io.corestore.simulation;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.key.CoreKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** One core: who owns it, what is to be in it, and the sessions of it that are open. */
final class SharedCore {
    private final String name;
    private final Host owner;
    private final CoreOptions.KeyFormat format;
    private final boolean truncated;
    private final Ledger ledger;
    private final Map<Host, Core> sessions = new LinkedHashMap<>();
    private final Map<Host, Disposable> downloads = new LinkedHashMap<>();
    private @Nullable CoreKey key;
    private boolean busy;

    /**
     * @param truncated whether the owner truncates, and clears nothing: a peer serves only nodes above blocks that it has, so
     *     that nobody could follow a fork below blocks that were given up by all who are on it
     */
    SharedCore(String name, Host owner, CoreOptions.KeyFormat format, boolean truncated) {
        this.truncated = truncated;
        this.name = name;
        this.owner = owner;
        this.format = format;
        this.ledger = new Ledger(name);
    }

    Host owner() {
        return owner;
    }

    boolean isTruncated() {
        return truncated;
    }

    Ledger ledger() {
        return ledger;
    }

    CoreKey key() {
        return Objects.requireNonNull(key);
    }

    /** How a host opens the core. */
    CoreOptions options(Host host) {
        return host == owner ? CoreOptions.named(name).withKeyFormat(format) : CoreOptions.keyed(key());
    }

    void opened(Host host, Core core) {
        sessions.put(host, core);
        if (host == owner) {
            key = core.key();
            busy = false;
            ledger.reopened(core.length(), core.fork());
        }
    }

    /** The host went down. */
    void gone(Host host) {
        sessions.remove(host);
        stopDownload(host);
    }

    /** The session of a host that is up. */
    Core on(Host host) {
        return Objects.requireNonNull(sessions.get(host));
    }

    /** Fetches everything there is, and will be. */
    void download(Host host) {
        stopDownload(host);
        downloads.put(host, on(host).download(io.corestore.BlockRange.all()).subscribe(progress -> {}, ended -> {}));
    }

    void stopDownload(Host host) {
        Disposable download = downloads.remove(host);
        if (download != null) {
            download.dispose();
        }
    }

    /** Whether the owner has not got the answer to what it asked for last. */
    boolean isBusy() {
        return busy;
    }

    void setBusy(boolean waiting) {
        busy = waiting;
    }

    @Override
    public String toString() {
        return name;
    }
}
