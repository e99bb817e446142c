package io.corestore.replication;

import io.corestore.PeerAuthorizer;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.PeerLink;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks who may have a core. Everything but a yes in time is a no. */
final class CoreAccess {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Loop loop;
    private final PeerAuthorizer authorizer;

    CoreAccess(Loop loop, PeerAuthorizer authorizer) {
        this.loop = loop;
        this.authorizer = authorizer;
    }

    /** Tells in the loop, at once if nobody is to be asked; with the error if that is why it is a no. */
    void ask(PeerLink peer, DiscoveryKey core, BiConsumer<Boolean, @Nullable Throwable> told) {
        if (authorizer == PeerAuthorizer.ALL) {
            told.accept(true, null);
            return;
        }
        Mono.defer(() -> authorizer.isAllowed(peer, core))
                .timeout(PATIENCE, loop.clock())
                .defaultIfEmpty(false)
                .subscribe(
                        allowed -> loop.execute(() -> told.accept(allowed, null)),
                        error -> loop.execute(() -> told.accept(false, error)));
    }
}
