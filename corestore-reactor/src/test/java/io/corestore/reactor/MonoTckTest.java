package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Codec;
import io.corestore.Core;
import io.corestore.CoreBatch;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import io.corestore.transport.TcpListener;
import java.util.List;
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
    private static final Message.Request REQUEST =
            new Message.Request(0, 1, 0, new Target(3, 0), null, null, new Upgrade(0, TckStore.BLOCKS), false, 0);

    private MonoTckTest(TckKind kind) {
        super(kind);
    }

    @Factory
    public static Object[] kinds() {
        return Stream.of(reads(), proofs(), batches(), writes(), extensions(), stores(), folders(), sockets())
                .flatMap(kinds -> kinds)
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
                one("snapshot", Core::snapshot),
                one("session", Core::session),
                one("batch", Core::batch),
                none("userData", on -> on.full().userData("missing")));
    }

    private static Stream<TckKind> proofs() {
        return Stream.of(
                one("signable", core -> core.signable(List.of(utf8("block")))),
                one("proof", core -> core.proof(REQUEST)),
                one("applyProof", core -> core.proof(REQUEST).flatMap(core::applyProof)));
    }

    private static Stream<TckKind> batches() {
        return Stream.of(
                ofBatch("batch append", batch -> batch.append(utf8("block"))),
                ofBatch("batch get", batch -> batch.get(TckStore.BLOCKS)),
                ofBatch("batch has", batch -> batch.has(3)),
                ofBatch("batch seek", batch -> batch.seek(20)),
                ofBatch("batch treeHash", CoreBatch::treeHash),
                TckKind.finite("batch flush", 1, (on, n) -> on.scratch().batch().flatMap(CoreBatch::flush)),
                none("batch truncate", on -> on.batch().truncate(TckStore.BLOCKS + 1)),
                none("close of a batch", on -> on.batch().close()).neverFailing());
    }

    private static Stream<TckKind> extensions() {
        return Stream.of(
                none("send", on -> on.heard().send(Hash.ZERO, utf8("message"))),
                none("broadcast", on -> on.heard().broadcast(utf8("message"))));
    }

    private static Stream<TckKind> writes() {
        return Stream.of(
                TckKind.finite("append", 1, (on, n) -> on.scratch().append(utf8("block"))),
                TckKind.finite(
                        "typed append",
                        1,
                        (on, n) -> on.scratch().as(Codec.utf8()).append("block")),
                TckKind.finite(
                        "append of a given signature",
                        1,
                        (on, n) -> on.scratch().append(List.of(), utf8("none"))),
                TckKind.finite("clear", 1, (on, n) -> on.scratch().clear(0)),
                TckKind.finite("compact", 1, (on, n) -> on.scratch().compact()),
                none("truncate", on -> on.fresh().truncate(0)),
                none("setUserData", on -> on.scratch().setUserData("key", utf8("value"))),
                none("release", on -> on.scratch().release()),
                none("purge", on -> on.fresh().purge()),
                none("close of a core", on -> on.fresh().close()).neverFailing());
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
                TckKind.finite("open", 1, (on, n) -> on.another()).neverFailing(),
                none("suspend", on -> on.fresh(1).suspend()),
                none("resume", on -> on.fresh(1).resume()),
                none("close of a store", on -> on.fresh(1).close()).neverFailing());
    }

    private static Stream<TckKind> folders() {
        return Stream.of(
                        none("seal", TckFolders::seal),
                        none("unseal", TckFolders::unseal),
                        none("rotate", TckFolders::rotate))
                .map(TckKind::neverFailing);
    }

    private static Stream<TckKind> sockets() {
        return Stream.of(
                        TckKind.finite("listen", 1, (on, n) -> TckSockets.listen(on)),
                        TckKind.finite("connect", 1, (on, n) -> TckSockets.connect(on)),
                        none("end of a connection", on -> TckSockets.ended(on).closed()),
                        none("close of a connection", on -> TckSockets.ended(on).close()),
                        TckKind.finite("listen for WebSockets", 1, (on, n) -> TckSockets.listenForWebSockets(on)),
                        TckKind.finite("connect a WebSocket", 1, (on, n) -> TckSockets.connectWebSocket(on)),
                        none(
                                "shutdown of a listener",
                                on -> TckSockets.listen(on).flatMap(TcpListener::shutdown)),
                        none("close of a listener", on -> TckSockets.listen(on).flatMap(TcpListener::close)))
                .map(TckKind::neverFailing);
    }

    private static TckKind one(String name, Function<Core, Mono<?>> maker) {
        return TckKind.finite(name, 1, (on, n) -> onlyOne(n, maker.apply(on.full())));
    }

    private static TckKind ofStore(String name, Function<Corestore, Mono<?>> maker) {
        return TckKind.finite(name, 1, (on, n) -> onlyOne(n, maker.apply(on.store())));
    }

    private static TckKind ofBatch(String name, Function<CoreBatch, Mono<?>> maker) {
        return TckKind.finite(name, 1, (on, n) -> onlyOne(n, maker.apply(on.batch())));
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
