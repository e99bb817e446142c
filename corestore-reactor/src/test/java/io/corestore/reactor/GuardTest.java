package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.error.NotWritableException;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A core that may have lost acknowledged blocks is not signed for until peers were asked or somebody answers for it. */
final class GuardTest extends StoreTest {
    private final IoScheduler io = IoScheduler.create("guard", 2);

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void damageMakesACoreReadOnlyUntilItIsReleased() {
        Path damaged = Fixture.of("v6-header-active-slot-corrupt").unpack(folder.resolve("node"));
        try (Opened again = new Opened(Corestores.open(damaged))) {
            Core core = again.get("flushes");
            assertThat(core.writable()).isFalse();
            core.append(utf8("no"))
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(NotWritableException.class)
                            .hasMessageContaining("header is damaged")
                            .hasMessageContaining("release()"))
                    .verify(SOON);
        }
        try (Opened again = new Opened(Corestores.open(damaged))) {
            Core core = again.get("flushes");
            assertThat(core.writable()).as("after reopening").isFalse();
            core.release().block(SOON);
            assertThat(core.append(utf8("yes")).block(SOON)).isNotNull();
        }
        try (Opened again = new Opened(Corestores.open(damaged))) {
            assertThat(again.get("flushes").writable()).as("released for good").isTrue();
        }
    }

    @Test
    void bufferedAppendsAreDoubtedInAnotherRunOfTheSystemOnly() throws IOException {
        Core core = buffered();
        core.append(List.of(utf8("a"), utf8("b"))).block(SOON);
        Path killed = copy("killed");
        Path cut = copy("cut");
        try (Opened same = new Opened(Corestores.open(killed))) {
            assertThat(same.get("log").writable()).isTrue();
        }
        try (Opened other = new Opened(inAnotherRun(killed))) {
            assertThat(other.get("log").writable())
                    .as("durable since it was opened")
                    .isTrue();
        }
        try (Opened other = new Opened(inAnotherRun(cut))) {
            assertThat(other.get("log").writable()).isFalse();
        }
    }

    @Test
    void whatMadeEverythingDurableLeavesNoDoubt() throws IOException {
        Core buffered = buffered();
        buffered.append(utf8("a")).block(SOON);
        buffered.append(List.of(utf8("b")), Durability.SYNC).block(SOON);
        Path synced = copy("synced");
        buffered.append(utf8("c")).block(SOON);
        buffered.sync().block(SOON);
        Path barrier = copy("barrier");
        buffered.append(utf8("d")).block(SOON);
        buffered.close().block(SOON);
        Path closed = copy("closed");
        for (Path image : List.of(synced, barrier, closed)) {
            try (Opened other = new Opened(inAnotherRun(image))) {
                assertThat(other.get("log").writable()).as(image.toString()).isTrue();
            }
        }
    }

    @Test
    void aPeerThatHasEverythingGivesItBackAndEndsTheDoubt() throws IOException {
        Core core = buffered();
        core.append(List.of(utf8("a"), utf8("b"))).block(SOON);
        Path cut = copy("cut");
        core.append(utf8("c")).block(SOON);
        try (Opened writer = new Opened(inAnotherRun(cut))) {
            Core lost = writer.get("log");
            assertThat(lost.length()).isEqualTo(2);
            lost.events()
                    .doOnSubscribe(s -> Pipe.join(writer.store, store))
                    .takeUntil(CoreEvent.Trusted.class::isInstance)
                    .as(StepVerifier::create)
                    .thenConsumeWhile(event -> !(event instanceof CoreEvent.Trusted))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            assertThat(lost.append(utf8("d")).block(SOON).index()).isEqualTo(3);
        }
    }

    @Test
    void aPeerThatHadLessEndsNoDoubt() throws IOException {
        Core core = buffered();
        core.append(utf8("a")).block(SOON);
        try (Opened stale = new Opened(Corestores.open(folder.resolve("stale")))) {
            Core copy = stale.store.get(core.key()).block(SOON);
            Disposable link = Pipe.join(store, stale.store);
            copy.get(0).block(SOON);
            link.dispose();
            core.append(utf8("b")).block(SOON);
            Path cut = copy("cut");
            try (Opened writer = new Opened(inAnotherRun(cut))) {
                Core lost = writer.get("log");
                Disposable first = Pipe.join(writer.store, stale.store);
                copy.get(1).block(SOON);
                assertThat(lost.writable()).isFalse();
                first.dispose();
                Pipe.join(writer.store, stale.store);
                lost.update().block(SOON);
                assertThat(lost.writable()).as("it had that from here").isFalse();
            }
        }
    }

    private Core buffered() {
        return store.get(CoreOptions.named("log").withDurability(Durability.BUFFERED))
                .block(SOON);
    }

    /** The files as they are now, as they would be had the process ended. */
    private Path copy(String name) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path relative = folder.relativize(from);
                if (relative.startsWith("cores") || relative.startsWith("primary-key")) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(from, to.resolve(relative));
                }
            }
        }
        return to;
    }

    private Mono<Corestore> inAnotherRun(Path of) {
        return FileStorage.at(of, StorageOptions.on(io))
                .map(storage -> CoreStorage.class.cast(Proxy.newProxyInstance(
                        CoreStorage.class.getClassLoader(),
                        new Class<?>[] {CoreStorage.class},
                        (proxy, method, arguments) -> method.getName().equals("systemRun")
                                ? Mono.just("another")
                                : method.invoke(storage, arguments))))
                .flatMap(storage -> Corestores.on(storage).open());
    }

    /** A store that closes with the test's block. */
    private record Opened(Corestore store) implements AutoCloseable {
        Opened(Mono<Corestore> opening) {
            this(opening.block(SOON));
        }

        Core get(String name) {
            return store.get(name).block(SOON);
        }

        @Override
        public void close() {
            store.close().block(SOON);
        }
    }
}
