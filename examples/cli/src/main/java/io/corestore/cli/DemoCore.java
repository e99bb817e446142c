package io.corestore.cli;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.key.CoreKey;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A core of the demo: its name in a namespace, and what goes into it.
 *
 * @param source the blocks it is filled with
 */
record DemoCore(String namespace, String name, Flux<ByteBuffer> source) {
    /** The core as its owner finds it. */
    <T> Flux<T> use(Corestore store, Function<? super Core, ? extends Publisher<T>> work) {
        return store.namespace(namespace).use(CoreOptions.named(name), work);
    }

    String path() {
        return namespace + "/" + name;
    }

    /**
     * A core that was filled.
     *
     * @param what it is
     * @param info when it was full
     */
    record Filled(DemoCore what, CoreInfo info) {
        CoreKey key() {
            return info.key();
        }
    }
}
