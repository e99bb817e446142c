package io.corestore.process;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.transport.LocalTransport;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The two stores of a folder, joined: {@code main} and the {@code source} that it fetches from. */
public final class Pair implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    private final Corestore main;
    private final Corestore source;
    private final Disposable link;

    Pair(Corestore main, Corestore source) {
        this.main = main;
        this.source = source;
        this.link = LocalTransport.connect(main::replicate, source::replicate).subscribe();
    }

    Corestore main() {
        return main;
    }

    Corestore source() {
        return source;
    }

    /** A session of a core. */
    Mono<Core> open(String name, boolean create) {
        if (name.startsWith("r")) {
            return source.get(name.replace('r', 's'))
                    .flatMap(origin -> main.get(CoreOptions.keyed(origin.key()).withCreateIfMissing(create))
                            .flatMap(copy -> origin.close().thenReturn(copy)));
        }
        Corestore store = name.startsWith("s") ? source : main;
        return store.get(CoreOptions.named(name).withCreateIfMissing(create));
    }

    /** Makes a change of an open core. */
    public static Mono<?> make(Change change, Core core) {
        return switch (change.kind()) {
            case CREATE, REOPEN -> throw new IllegalArgumentException("not of an open core: " + change);
            case APPEND -> core.append(change.blocks());
            case TRUNCATE -> core.truncate(change.from());
            case CLEAR -> core.clear(BlockRange.of(change.from(), change.to()));
            case DATUM -> core.setUserData(change.key(), change.value());
            case COMPACT -> core.compact();
            case PURGE -> core.purge();
            case FETCH ->
                core.download(BlockRange.of(change.from(), change.to())).then();
        };
    }

    @Override
    public void close() {
        link.dispose();
        main.close().block(SOON);
        source.close().block(SOON);
    }
}
