package io.corestore.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The user's wish to end, told by SIGINT or SIGTERM: the running command ends in order, with its store closed. */
final class Stop {
    private static final int LIMIT_SECONDS = 20;
    private final Sinks.Empty<Void> wish = Sinks.empty();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile int status;

    /** Makes the end of the JVM wait, up to 20 seconds, for the command to end in order. */
    void onSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shutdown"));
    }

    /** Completes when the user wants to end. */
    Mono<Void> requested() {
        return wish.asMono();
    }

    boolean isRequested() {
        return requested;
    }

    /** Asks the command to end. */
    void request() {
        requested = true;
        wish.tryEmitEmpty();
    }

    /** Tells that the command has ended with this status. */
    void finished(int status) {
        this.status = status;
        finished.countDown();
    }

    private void shutDown() {
        if (finished.getCount() == 0) {
            return;
        }
        request();
        try {
            if (finished.await(LIMIT_SECONDS, TimeUnit.SECONDS) && status == 0) {
                // the signal is how this command ends: without this the JVM would report 128 + the signal
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
