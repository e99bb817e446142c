package io.corestore.reactor;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredCore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts what is asked of a storage and of its cores, by the name of the method, and can make some of it wait. */
final class StorageCalls {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<String, Barrier> barriers = new ConcurrentHashMap<>();

    /** Where calls wait. */
    private record Barrier(Sinks.Empty<Void> reached, Sinks.Empty<Void> opened) {}

    CoreStorage watch(CoreStorage storage) {
        return watched(CoreStorage.class, storage);
    }

    /** How often a method was called and its result subscribed to. */
    int count(String method) {
        return counter(method).get();
    }

    /** Makes calls of a method wait until {@link #resume}. */
    void pause(String method) {
        barriers.put(method, new Barrier(Sinks.empty(), Sinks.empty()));
    }

    /** Completes when a call of a paused method waits. */
    Mono<Void> waiting(String method) {
        return barriers.get(method).reached.asMono();
    }

    void resume(String method) {
        barriers.remove(method).opened.tryEmitEmpty();
    }

    private AtomicInteger counter(String method) {
        return counts.computeIfAbsent(method, name -> new AtomicInteger());
    }

    private <T> T watched(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> watch(method, invoke(target, method, arguments));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private Object watch(Method method, Object result) {
        if (!(result instanceof Mono<?> mono)) {
            return result;
        }
        Mono<?> watched = mono.map(value -> value instanceof StoredCore core ? watched(StoredCore.class, core) : value);
        return Mono.defer(() -> {
            counter(method.getName()).incrementAndGet();
            Barrier barrier = barriers.get(method.getName());
            if (barrier == null) {
                return watched;
            }
            barrier.reached.tryEmitEmpty();
            return barrier.opened.asMono().then(watched);
        });
    }
}
