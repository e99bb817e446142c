package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Codec;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.testng.SkipException;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.core.publisher.Mono;

/** The Reactive Streams TCK over everything of the API that answers once. */
@Test
public class MonoTckTest extends ApiVerification {
    private static final Set<String> UNFINISHED =
            Set.of("seek", "peers", "release", "purge", "staticify", "suspend", "resume");

    private MonoTckTest(TckKind kind) {
        super(kind);
    }

    @Factory
    public static Object[] kinds() {
        return Stream.of(reads(), writes(), stores())
                .flatMap(kinds -> kinds)
                .filter(kind -> !UNFINISHED.contains(kind.name()))
                .map(MonoTckTest::new)
                .toArray();
    }

    private static Stream<TckKind> reads() {
        return Stream.of(
                one("get", core -> core.get(3)),
                one("typed get", core -> core.as(Codec.bytes()).get(3)),
                one("has", core -> core.has(BlockRange.of(0, 3))),
                one("seek", core -> core.seek(20)),
                one("info", Core::info),
                one("sizes", Core::sizes),
                one("treeHash", core -> core.treeHash(3)),
                one("update", Core::update),
                one("audit", core -> core.audit(AuditMode.DRY_RUN)),
                one("peers", Core::peers),
                one("signable", core -> core.signable(List.of(utf8("block")))),
                one("snapshot", Core::snapshot),
                one("session", Core::session),
                one("batch", Core::batch),
                none("userData", on -> on.full().userData("missing")));
    }

    private static Stream<TckKind> writes() {
        return Stream.of(
                TckKind.finite("append", 1, (on, n) -> on.scratch().append(utf8("block"))),
                TckKind.finite(
                        "typed append",
                        1,
                        (on, n) -> on.scratch().as(Codec.utf8()).append("block")),
                TckKind.finite("clear", 1, (on, n) -> on.scratch().clear(0)),
                TckKind.finite("compact", 1, (on, n) -> on.scratch().compact()),
                none("truncate", on -> on.fresh("cut").truncate(0)),
                none("setUserData", on -> on.scratch().setUserData("key", utf8("value"))),
                none("release", on -> on.scratch().release()),
                none("purge", on -> on.fresh("purged").purge()),
                none("close of a core", on -> on.fresh("closed").close()).neverFailing());
    }

    private static Stream<TckKind> stores() {
        return Stream.of(
                ofStore("get by name", store -> store.get("full")),
                ofStore(
                        "get by options",
                        store -> store.get(CoreOptions.named("other").withActive(false))),
                ofStore("get a new core", Corestore::get),
                ofStore("defaultCore", Corestore::defaultCore),
                ofStore("keyPair", store -> store.keyPair("full")),
                TckKind.finite(
                        "get by key", 1, (on, n) -> on.store().get(on.full().key())),
                TckKind.finite("namespace of a core", 1, (on, n) -> on.store().namespace(on.full())),
                TckKind.finite(
                        "stored", 1, (on, n) -> on.store().stored(on.full().discoveryKey())),
                TckKind.finite("staticify", 1, (on, n) -> on.store().staticify(on.full())),
                none("suspend", on -> on.holding(1).suspend()),
                none("resume", on -> on.holding(1).resume()),
                none("close of a store", on -> on.holding(1).close()).neverFailing());
    }

    private static TckKind one(String name, Function<Core, Mono<?>> maker) {
        return TckKind.finite(name, 1, (on, n) -> onlyOne(n, maker.apply(on.full())));
    }

    private static TckKind ofStore(String name, Function<Corestore, Mono<?>> maker) {
        return TckKind.finite(name, 1, (on, n) -> onlyOne(n, maker.apply(on.store())));
    }

    private static TckKind none(String name, Function<TckStore, Publisher<?>> maker) {
        return TckKind.finite(name, 0, (on, n) -> maker.apply(on));
    }

    private static Publisher<?> onlyOne(long elements, Publisher<?> one) {
        if (elements == 0) {
            throw new SkipException("always has a value");
        }
        return one;
    }
}
