package io.corestore.interop;

import io.corestore.key.KeyPair;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Node process with one corestore, told what to do in JSON lines. Every command is a {@link Mono} that sends it on
 * subscription and fails with a {@link NodeException} if Node did, or with a timeout. {@link #close()} ends the process,
 * and fails if Node met with anything that no test {@linkplain #provoked provoked}: an error, an answer or a request that
 * is not valid, a connection that it dropped, a line on its standard error.
 */
public final class NodePeer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int END_SECONDS = 5;
    static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BufferedWriter commands;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, Sinks.One<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final NodeEvents events = new NodeEvents();
    private final List<Thread> readers;
    private volatile boolean ended;

    private NodePeer(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        readers = List.of(reader("node", this::listen), reader("node-errors", this::listenToErrors));
    }

    private Thread reader(String name, Runnable task) {
        Thread reader = new Thread(task, name + "-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** Installs the set if need be and starts a peer of it, without a store. */
    public static NodePeer start(NodeSet set) {
        set.install();
        Path peers = NodeSet.peers();
        try {
            return new NodePeer(new ProcessBuilder("node", "peer.js", set.folderName())
                    .directory(peers.toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a peer with a store in this folder. */
    public static NodePeer at(NodeSet set, Path folder) {
        return at(set, folder, Map.of());
    }

    /** Starts a peer with a store in this folder, made with these options of Node's {@code Corestore}. */
    public static NodePeer at(NodeSet set, Path folder, Map<String, ?> options) {
        NodePeer peer = start(set);
        try {
            peer.send("open", Map.of("folder", folder.toString(), "options", options))
                    .block();
            return peer;
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    /** Opens the store of a folder. */
    public Mono<JsonNode> open(Path folder) {
        return send("open", Map.of("folder", folder.toString()));
    }

    /** Closes the connections and the store; the process stays. */
    public Mono<JsonNode> closeStore() {
        return send("close", Map.of());
    }

    /** Serves the store at 127.0.0.1; emits the port. */
    public Mono<Integer> serve() {
        return send("listen", Map.of()).map(reply -> reply.path("port").asInt());
    }

    /** Connects to a peer at 127.0.0.1 and replicates. */
    public Mono<JsonNode> connect(int port) {
        return send("connect", Map.of("port", port));
    }

    /** Cuts all connections. */
    public Mono<JsonNode> disconnect() {
        return send("disconnect", Map.of());
    }

    /** The core of a name; namespaces outermost first. */
    public NodeCore named(String name, String... namespaces) {
        return new NodeCore(this, Map.of("name", name, "namespaces", List.of(namespaces)));
    }

    /** The core of a name, with options of Node's {@code get}; bytes in hex. */
    public NodeCore named(String name, Map<String, ?> options) {
        return new NodeCore(this, Map.of("name", name, "options", options));
    }

    /** The core of a manifest, as Node takes it; bytes in hex. */
    public NodeCore of(Map<String, ?> manifest) {
        return new NodeCore(this, Map.of("options", Map.of("manifest", manifest)));
    }

    /** The core that this key pair alone may write, of a manifest of this version. */
    public NodeCore owned(KeyPair owner, int version) {
        String publicKey = owner.publicKey().toHex();
        Map<String, ?> manifest = Map.of("version", version, "signers", List.of(publicKey));
        Map<String, ?> pair =
                Map.of("publicKey", publicKey, "secretKey", HexFormat.of().formatHex(owner.secretKey()));
        return new NodeCore(this, Map.of("options", Map.of("manifest", manifest, "keyPair", pair)));
    }

    /** The core of a key in hex. */
    public NodeCore keyed(String hex) {
        return new NodeCore(this, Map.of("key", hex));
    }

    /** The core of a key in hex, with options of Node's {@code get}; bytes in hex. */
    public NodeCore keyed(String hex, Map<String, ?> options) {
        return new NodeCore(this, Map.of("key", hex, "options", options));
    }

    /** What Node told without being asked: streams that failed, the error that ended it. */
    public List<JsonNode> events() {
        return events.all();
    }

    /** The first event of this name, once it has come. */
    public Mono<JsonNode> heard(String event) {
        return events.heard(event);
    }

    /**
     * The test makes Node meet with this, or may do so; it is not held against anybody when the peer is closed.
     *
     * @param because why this is right, said when something else comes
     */
    public NodePeer provoked(String event, String because) {
        events.provoked(event, because);
        return this;
    }

    /** Sends a command and waits a minute for its answer. */
    public Mono<JsonNode> send(String command, Map<String, ?> options) {
        return send(command, options, TIMEOUT);
    }

    /** Sends a command and waits this long for its answer. */
    public Mono<JsonNode> send(String command, Map<String, ?> options, Duration timeout) {
        return Mono.defer(() -> ask(command, options))
                .timeout(timeout, Mono.error(() -> new NodeException("TIMEOUT", command + " took over " + timeout)));
    }

    private Mono<JsonNode> ask(String command, Map<String, ?> options) {
        int id = lastId.incrementAndGet();
        Map<String, Object> line = new LinkedHashMap<>(options);
        line.put("id", id);
        line.put("command", command);
        Sinks.One<JsonNode> answer = Sinks.one();
        waiting.put(id, answer);
        if (ended) {
            failAll();
        } else {
            write(JSON.writeValueAsString(line), answer);
        }
        return answer.asMono().doFinally(end -> waiting.remove(id));
    }

    private synchronized void write(String line, Sinks.One<JsonNode> answer) {
        try {
            commands.write(line);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            answer.tryEmitError(gone());
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(JSON.readTree(line));
            }
        } catch (IOException e) {
            // the process has ended; those who wait are told below
        } finally {
            ended = true;
            failAll();
        }
    }

    private void listenToErrors() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(line);
                events.add("stderr", line);
            }
        } catch (IOException e) {
            // the process has ended
        }
    }

    private void hear(JsonNode message) {
        if (message.has("event")) {
            events.add(message);
            return;
        }
        Sinks.One<JsonNode> answer = waiting.get(message.path("id").asInt());
        if (answer == null) {
            return;
        }
        if (message.has("error")) {
            JsonNode error = message.path("error");
            answer.tryEmitError(new NodeException(
                    error.path("code").asString(), error.path("message").asString()));
        } else {
            answer.tryEmitValue(message.path("result"));
        }
    }

    private void failAll() {
        waiting.values().forEach(answer -> answer.tryEmitError(gone()));
    }

    private NodeException gone() {
        return new NodeException("GONE", "the Node process has ended, and said " + events.all());
    }

    /** Ends the process: its store is closed if it answers, it is killed if not; fails if not all went well with it. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // the process has ended already
        }
        try {
            end();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        events.mustBeProvoked();
    }

    private void end() throws InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            events.add("killed", "it did not end in " + END_SECONDS + " s");
            process.destroyForcibly().waitFor();
        } else if (process.exitValue() != 0) {
            events.add("exit", "with " + process.exitValue());
        }
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        }
    }
}
