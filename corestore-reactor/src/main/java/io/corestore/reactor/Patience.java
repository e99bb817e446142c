package io.corestore.reactor;

import io.corestore.ReadOptions;
import io.corestore.error.BlockUnavailableException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** How long a read waits. */
final class Patience {
    private Patience() {}

    /**
     * The wait, ended after the time that the options give it.
     *
     * @param unavailable makes the error from what did not happen
     */
    static <T> Mono<T> of(
            Mono<T> wait, ReadOptions options, String what, Function<String, BlockUnavailableException> unavailable) {
        return options.timeout() == null
                ? wait
                : wait.timeout(options.timeout())
                        .onErrorMap(
                                TimeoutException.class, e -> unavailable.apply(what + " within " + options.timeout()));
    }
}
