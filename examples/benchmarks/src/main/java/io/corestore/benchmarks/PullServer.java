package io.corestore.benchmarks;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.key.CoreKey;
import io.corestore.reactor.Corestores;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;

/** The serving process of {@link PullBenchmark}: fills six cores, tells port and keys, ends with its input. */
public final class PullServer {
    private static final int CORES = 6;

    private PullServer() {}

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().reset();
        int count = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        Corestore store = Clock.await(Corestores.at(Path.of(arguments[0]))
                .durability(Durability.BUFFERED)
                .open());
        for (int i = 0; i < CORES; i++) {
            Core core = Clock.await(store.get("log-" + i));
            ReadBenchmark.fill(core, count, size).block(Clock.LIMIT);
            System.out.println(core.key().toHex());
        }
        TcpListener listener = Clock.await(TcpTransport.listen(store::replicate, TcpOptions.defaults()));
        System.out.println(listener.address().getPort());
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        store.close().block(Clock.LIMIT);
        System.exit(0);
    }

    static Process start(Path folder, int count, int size) {
        try {
            return new Process(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            PullServer.class.getName(),
                            folder.toString(),
                            String.valueOf(count),
                            String.valueOf(size))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, seen from the puller. */
    static final class Process implements AutoCloseable {
        private final java.lang.Process process;
        private final List<CoreKey> keys = new ArrayList<>();
        private final int port;

        private Process(java.lang.Process process) throws IOException {
            this.process = process;
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (int i = 0; i < CORES; i++) {
                keys.add(CoreKey.parse(line(out)));
            }
            port = Integer.parseInt(line(out));
        }

        private static String line(BufferedReader out) throws IOException {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the serving process has ended");
            }
            return line;
        }

        List<CoreKey> keys() {
            return keys;
        }

        int port() {
            return port;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
