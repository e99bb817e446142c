package io.corestore.sweep;

import io.corestore.spi.StoredCore;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A core whose commits are said to be done, and are done before whatever is asked of it next. */
final class EarlyAnswer implements BuggyStorage.Answer {
    private final StoredCore real;
    private Mono<Void> due = Mono.empty();

    private EarlyAnswer(StoredCore real) {
        this.real = real;
    }

    static StoredCore of(StoredCore real) {
        return BuggyStorage.proxy(StoredCore.class, real, new EarlyAnswer(real));
    }

    @Override
    public @Nullable Object to(Method method, @Nullable Object[] arguments) throws Throwable {
        Mono<?> asked = (Mono<?>) method.invoke(real, arguments);
        return method.getName().equals("commit")
                ? Mono.defer(() -> before(Mono.fromRunnable(() -> due = asked.then())))
                : Mono.defer(() -> before(asked));
    }

    private Mono<?> before(Mono<?> asked) {
        Mono<Void> first = due;
        due = Mono.empty();
        return first.then(asked);
    }
}
