package io.corestore.sweep;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredCore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Storages that are right but for one call. */
public final class BuggyStorage {
    private BuggyStorage() {}

    /** A commit that may be another one than what was asked for. */
    public interface Commit {
        Mono<Void> on(StoredCore core, CoreCommit commit, Durability durability);
    }

    /** One call that is answered differently; null is "as it is right". */
    interface Answer {
        @Nullable
        Object to(Method method, @Nullable Object[] arguments) throws Throwable;
    }

    public static CoreStorage committing(CoreStorage real, Commit commit) {
        return cores(
                real,
                core -> proxy(
                        StoredCore.class,
                        core,
                        (method, arguments) -> method.getName().equals("commit")
                                ? commit.on(core, (CoreCommit) arguments[0], (Durability) arguments[1])
                                : null));
    }

    /** A storage that gives out other cores than the real ones. */
    @SuppressWarnings("unchecked")
    static CoreStorage cores(CoreStorage real, UnaryOperator<StoredCore> other) {
        return proxy(CoreStorage.class, real, (method, arguments) -> switch (method.getName()) {
            case "open", "create" -> ((Mono<StoredCore>) method.invoke(real, arguments)).map(other);
            default -> null;
        });
    }

    static <T> T proxy(Class<T> type, T real, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            try {
                Object other = answer.to(method, arguments);
                return other == null ? method.invoke(real, arguments) : other;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }));
    }
}
