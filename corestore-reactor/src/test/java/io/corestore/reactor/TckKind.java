package io.corestore.reactor;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * A kind of publisher that the API hands out.
 *
 * @param name of the method that does
 * @param most elements that it can be made to signal; {@link Long#MAX_VALUE} of one that never completes
 * @param grows whether its elements are what happens meanwhile
 * @param fails whether it fails after close
 * @param maker of a publisher of so many elements on a store
 */
record TckKind(String name, long most, boolean grows, boolean fails, BiFunction<TckStore, Long, Publisher<?>> maker) {

    /** One that signals as many elements as asked for, {@code most} at most, and completes. */
    static TckKind finite(String name, long most, BiFunction<TckStore, Long, Publisher<?>> maker) {
        return new TckKind(name, most, false, true, maker);
    }

    /** One that has elements at once and never completes. */
    static TckKind endless(String name, Function<TckStore, Publisher<?>> maker) {
        return new TckKind(name, Long.MAX_VALUE, false, true, (store, elements) -> maker.apply(store));
    }

    /** One that has elements as something happens, and never completes. */
    static TckKind live(String name, Function<TckStore, Publisher<?>> maker) {
        return new TckKind(name, Long.MAX_VALUE, true, true, (store, elements) -> maker.apply(store));
    }

    TckKind neverFailing() {
        return new TckKind(name, most, grows, false, maker);
    }

    @SuppressWarnings("unchecked") // elements are looked at as objects alone
    Publisher<Object> make(TckStore store, long elements) {
        return (Publisher<Object>) maker.apply(store, elements);
    }
}
