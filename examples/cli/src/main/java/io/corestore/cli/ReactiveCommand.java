package io.corestore.cli;

import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/** A command as one {@link Mono}; the main thread waits for it, here and nowhere else. */
abstract class ReactiveCommand implements Callable<Integer> {
    /** What a shell expects of a command that a signal has ended. */
    static final int INTERRUPTED = 130;

    private final Terminal terminal;

    ReactiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command; it ends early, with its store closed, when the user asks for it. */
    abstract Mono<Void> run();

    /** Whether a signal is how this command is meant to end. */
    boolean endsBySignal() {
        return false;
    }

    final Terminal terminal() {
        return terminal;
    }

    final Output out() {
        return terminal.out();
    }

    @Override
    public final Integer call() {
        run().block();
        out().flush();
        return terminal.stop().isRequested() && !endsBySignal() ? INTERRUPTED : 0;
    }
}
