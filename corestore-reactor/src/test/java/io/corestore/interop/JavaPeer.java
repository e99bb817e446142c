package io.corestore.interop;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.message.MessageDuplex;
import io.corestore.reactor.CoreStates;
import io.corestore.reactor.Corestores;
import io.corestore.transport.Backoff;
import io.corestore.transport.PeerAddresses;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A store of this project as the tests' other end: it blocks, and closes all that it opened. */
final class JavaPeer implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private final Corestore store;
    private final Traffic traffic = new Traffic();
    private final Deque<Mono<Void>> opened = new ArrayDeque<>();

    private JavaPeer(Corestore store) {
        this.store = store;
        opened.push(store.close());
    }

    static JavaPeer at(Path folder) {
        return new JavaPeer(await(Corestores.open(folder)));
    }

    static <T> T await(Mono<T> work) {
        return work.block(LIMIT);
    }

    Corestore store() {
        return store;
    }

    /** What goes over its connections. */
    Traffic traffic() {
        return traffic;
    }

    private MessageDuplex end() {
        return traffic.of(store::replicate);
    }

    /** The core of a name; namespaces outermost first. */
    Core named(String name, String... namespaces) {
        Corestore at = store;
        for (String namespace : namespaces) {
            at = at.namespace(namespace);
        }
        return core(at, CoreOptions.named(name));
    }

    Core keyed(String hex) {
        return core(store, CoreOptions.keyed(io.corestore.key.CoreKey.parse(hex)));
    }

    Core core(CoreOptions options) {
        return core(store, options);
    }

    private Core core(Corestore at, CoreOptions options) {
        Core core = await(at.get(options));
        opened.push(core.close());
        return core;
    }

    /** Serves the store; the port. */
    int serve() {
        TcpListener listener = await(TcpTransport.listen(end(), TcpOptions.defaults()));
        opened.push(listener.close());
        return listener.address().getPort();
    }

    void connect(int port) {
        TcpConnection connection = await(TcpTransport.connect(end(), "127.0.0.1", port, TcpOptions.defaults()));
        opened.push(connection.close());
    }

    /** Connects, and again each time the connection ends. */
    void stayConnected(int port) {
        Disposable dialling = TcpTransport.dial(
                        end(),
                        PeerAddresses.of(PeerAddresses.at("127.0.0.1", port)),
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), 0.5),
                        TcpOptions.defaults())
                .subscribe();
        opened.push(Mono.fromRunnable(dialling::dispose));
    }

    static void awaitLength(Core core, long length) {
        await(grownTo(core, length));
    }

    /** Completes once the core has this many blocks. */
    static Mono<Void> grownTo(Core core, long length) {
        return CoreStates.until(core, now -> now.length() >= length);
    }

    /** Waits until the core has this length in this fork. */
    static void awaitFork(Core core, long fork, long length) {
        await(CoreStates.until(core, now -> now.fork() == fork && now.length() == length));
    }

    static CoreInfo download(Core core, long length) {
        awaitLength(core, length);
        await(core.download(BlockRange.of(0, length)).then());
        return await(core.info());
    }

    static List<ByteBuffer> blocks(Core core) {
        return await(core.read(BlockRange.of(0, core.length())).collectList());
    }

    static String digest(Core core) {
        return Blocks.digest(blocks(core));
    }

    @Override
    public void close() {
        opened.forEach(each -> each.block(LIMIT));
    }
}
