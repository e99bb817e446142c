package io.corestore.quickstart;

import io.corestore.BlockRange;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import reactor.core.publisher.Flux;

/** Opens a store, appends a line to a diary, reads the diary. */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments.length == 0 ? "quickstart-store" : arguments[0]);
        write(folder, "another day").doOnNext(System.out::println).blockLast();
    }

    // tag::quickstart[]
    static Flux<String> write(Path folder, String line) {
        return Flux.usingWhen(
                Corestores.open(folder), // made if it is not there, locked while it is open
                store -> store.use(
                        CoreOptions.named("diary"), // the name and the store's primary key give the core's key
                        core -> core.append(utf8(line)) // signed, and on disk when this completes
                                .thenMany(core.read(BlockRange.all()))
                                .map(Quickstart::text)),
                Corestore::close);
    }
    // end::quickstart[]

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer block) {
        return StandardCharsets.UTF_8.decode(block.duplicate()).toString();
    }
}
