package io.corestore.reactor;

import io.corestore.error.SuspendedException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What every access to the files of a store goes through: while it is shut nobody enters. */
final class Gate {
    private int inside;
    private boolean shut;
    private Sinks.Empty<Void> left = Sinks.empty();

    /**
     * Work on files.
     *
     * <p>Errors: {@link SuspendedException} while the gate is shut.
     */
    <T> Mono<T> pass(Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
            enter();
            return Mono.defer(work).doFinally(end -> leave());
        });
    }

    /** Lets nobody in any more; completes when the last one inside has left. */
    Mono<Void> shut() {
        return Mono.defer(() -> {
            synchronized (this) {
                if (!shut) {
                    shut = true;
                    left = Sinks.empty();
                }
                tellIfEmpty();
                return left.asMono();
            }
        });
    }

    synchronized void open() {
        shut = false;
    }

    synchronized boolean isShut() {
        return shut;
    }

    private synchronized void enter() {
        if (shut) {
            throw new SuspendedException("the store is suspended: resume it first");
        }
        inside++;
    }

    private synchronized void leave() {
        inside--;
        tellIfEmpty();
    }

    private void tellIfEmpty() {
        if (shut && inside == 0) {
            left.tryEmitEmpty();
        }
    }
}
