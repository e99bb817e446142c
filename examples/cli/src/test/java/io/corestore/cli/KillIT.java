package io.corestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.interop.NodeInfo;
import io.corestore.interop.NodePeer;
import io.corestore.interop.NodeSet;
import io.corestore.interop.RequiresNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Processes that are ended by SIGKILL in the middle of their work: nothing acknowledged is lost, the work goes on. */
@Timeout(600)
@RequiresNode
class KillIT {
    private static final int KILLS = 10;
    private static final int BLOCK = 4_096;
    private static final int BLOCKS = 6_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void killedAppendLeavesAPrefixOfTheFileThatNodeOpensAndThatGoesOn() throws IOException {
        byte[] content = content();
        Path file = Files.write(folder.resolve("file"), content);
        for (int kill = 0; kill < KILLS; kill++) {
            Path store = folder.resolve("store-" + kill);
            long soFar = (long) content.length * kill / (KILLS + 1) + 1;
            killWhenStored(store, soFar, "append", store, "log", "--file", file, "--block-size", BLOCK);
            JsonNode left = left(store);
            byte[] prefix = Arrays.copyOf(content, (int) left.path("byteLength").asLong());
            assertThat(prefix.length)
                    .isEqualTo(BLOCK * (int) left.path("length").asLong());
            assertSameBytes(store, "log", prefix, kill);
            try (NodePeer node = NodePeer.at(NodeSet.V6, store)) {
                NodeInfo seen = node.named("log").info().block(LONG);
                assertThat(seen.treeHash()).isEqualTo(left.path("treeHash").asString());
                assertThat(seen.length()).isEqualTo(left.path("length").asLong());
            }
            JsonNode more = json(Jar.runWith(new byte[] {'x', '\n'}, "append", store, "log"));
            assertThat(more.path("length").asLong())
                    .isEqualTo(left.path("length").asLong() + 1);
        }
    }

    @Test
    void killedPullIsFinishedByTheNextOne() throws IOException {
        byte[] content = content();
        Path file = Files.write(folder.resolve("file"), content);
        Path source = folder.resolve("source");
        Path copy = folder.resolve("copy");
        JsonNode written = json(Jar.run("append", source, "log", "--file", file, "--block-size", BLOCK));
        String key = written.path("key").asString();
        try (Jar server = Jar.start("serve", source)) {
            String address = server.line().substring("listening on ".length());
            for (int kill = 0; kill < KILLS; kill++) {
                long soFar = (long) content.length * kill / (KILLS + 1) + 1;
                killWhenStored(copy, soFar, "pull", copy, key, "--peer", address);
            }
            JsonNode pulled = json(Jar.run("pull", copy, key, "--peer", address));
            assertThat(pulled.path("length").asLong()).isEqualTo(BLOCKS);
            server.terminate();
            server.await();
        }
        JsonNode end = json(Jar.run("info", copy, key));
        assertThat(end.path("treeHash").asString())
                .isEqualTo(json(Jar.run("info", source, key)).path("treeHash").asString());
        assertThat(end.path("contiguousLength").asLong()).isEqualTo(BLOCKS);
        assertSameBytes(copy, key, content, KILLS);
    }

    private static byte[] content() {
        byte[] content = new byte[BLOCKS * BLOCK];
        new Random(7).nextBytes(content);
        return content;
    }

    /** Runs a command and kills it once its core has so many bytes, or has ended by itself. */
    private static void killWhenStored(Path store, long bytes, Object... command) {
        try (Jar jar = Jar.start(command)) {
            Flux.interval(Duration.ofMillis(2))
                    .takeUntil(tick -> stored(store) >= bytes || !jar.isAlive())
                    .blockLast(LONG);
            jar.kill();
        }
    }

    private static long stored(Path store) {
        try (Stream<Path> files = Files.exists(store) ? Files.walk(store) : Stream.empty()) {
            return files.filter(file -> file.endsWith("data"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException changing) {
            return 0; // a file came or went while the folder was read
        }
    }

    /** What the store holds; a core that was not acknowledged yet counts as empty. */
    private static JsonNode left(Path store) {
        return json(Jar.run("info", store, "log"));
    }

    private void assertSameBytes(Path store, String core, byte[] expected, int number) throws IOException {
        Path out = folder.resolve("out-" + number);
        try (Jar cat = Jar.startInto(out, "cat", store, core)) {
            assertThat(cat.status()).isZero();
        }
        assertThat(Files.readAllBytes(out)).isEqualTo(expected);
    }

    private static JsonNode json(Jar.Done done) {
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
        return JsonMapper.shared().readTree(done.lastLine());
    }
}
