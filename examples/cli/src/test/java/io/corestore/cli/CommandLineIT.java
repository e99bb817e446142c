package io.corestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar as its users start it. */
@Timeout(180)
class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void linesComeBackAsTheyWere() {
        Jar.Done appended = Jar.runWith(bytes("one\n\nthree\r\nlast"), "append", store(), "log");
        assertClean(appended);
        JsonNode summary = json(appended.lastLine());
        assertThat(summary.path("length").asLong()).isEqualTo(4);
        assertThat(summary.path("byteLength").asLong()).isEqualTo(13);
        assertThat(summary.path("fork").asLong()).isZero();
        assertThat(Jar.run("cat", store(), "log", "--lines").out()).isEqualTo("one\n\nthree\r\nlast\n");
        assertThat(Jar.run("cat", store(), "log", "--from", 2, "--to", 3).out()).isEqualTo("three\r");
        Jar.Done info = Jar.run("info", store(), summary.path("key").asString());
        assertClean(info);
        assertThat(json(info.out()).path("writable").asBoolean()).isTrue();
        assertThat(json(info.out()).path("contiguousLength").asLong()).isEqualTo(4);
        assertThat(json(info.out()).path("treeHash").asString()).matches("[0-9a-f]{64}");
    }

    @Test
    void aFileComesBackAsItWasAndNamespacesKeepNamesApart() throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        Jar.Done first = Jar.run("append", store(), "log", "--namespace", "a", "--file", file);
        Jar.Done second = Jar.run(
                "append", store(), "log", "--namespace", "a", "--namespace", "b", "--file", file, "--block-size", 1000);
        assertClean(first);
        assertClean(second);
        assertThat(json(first.lastLine()).path("length").asLong()).isEqualTo(46);
        assertThat(json(second.lastLine()).path("length").asLong()).isEqualTo(3001);
        Path copy = folder.resolve("copy");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/corestore.jar",
                        "cat",
                        store().toString(),
                        "log",
                        "--namespace",
                        "a")
                .redirectOutput(copy.toFile())
                .start()
                .waitFor();
        assertThat(status).isZero();
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
        Jar.Done list = Jar.run("ls", store());
        assertClean(list);
        assertThat(list.out().lines())
                .hasSize(2)
                .allMatch(line -> json(line).path("name").asString().equals("log"));
    }

    @Test
    void aTrickleIsCommittedBeforeTheInputEndsAndASignalClosesTheStore() {
        try (Jar append = Jar.start("append", store(), "log")) {
            append.type(bytes("first\nsecond\n"));
            waitUntilStored("second");
            append.terminate();
            Jar.Done done = append.await();
            assertThat(json(done.lastLine()).path("length").asLong()).isEqualTo(2);
            assertThat(done.err()).isEmpty();
            assertThat(done.status()).isEqualTo(143);
        }
        assertThat(Jar.run("cat", store(), "log", "--lines").out()).isEqualTo("first\nsecond\n");
    }

    @Test
    void aReaderThatGoesAwayEndsCatQuietly() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[4_000_000]);
        Jar.run("append", store(), "zeros", "--file", file);
        try (Jar cat = Jar.start("cat", store(), "zeros")) {
            cat.stopReading();
            assertThat(cat.err()).isEmpty();
            assertThat(cat.status()).isZero();
        }
    }

    @Test
    void pullFetchesWhatServeHasAndLiveFollowsUntilTheSignal() {
        JsonNode written =
                json(Jar.runWith(bytes("a\nb\nc\n"), "append", store(), "log").lastLine());
        String key = written.path("key").asString();
        try (Jar serve = Jar.start("serve", store())) {
            String peer = serve.line().replace("listening on ", "");
            Jar.Done part = Jar.run("pull", copy(), key, "--peer", peer, "--to", 2);
            assertClean(part);
            assertThat(json(part.lastLine()).path("blocks").asLong()).isEqualTo(2);
            assertThat(json(part.lastLine()).path("bytes").asLong()).isEqualTo(2);
            Jar.Done rest = Jar.run("pull", copy(), key, "--peer", peer);
            assertThat(json(rest.lastLine()).path("blocks").asLong()).isEqualTo(1);
            assertThat(json(rest.lastLine()).path("length").asLong()).isEqualTo(3);
            assertThat(Jar.run("cat", copy(), key).out()).isEqualTo("abc");
            try (Jar live = Jar.start("pull", folder.resolve("live"), key, "--peer", peer, "--live")) {
                waitUntilStored(folder.resolve("live"), "c");
                live.terminate();
                Jar.Done done = live.await();
                assertClean(done);
                // the signal may come between the bytes of a block and the entry that makes it count
                assertThat(json(done.lastLine()).path("blocks").asLong()).isBetween(0L, 3L);
                assertThat(Jar.run("cat", folder.resolve("live"), key).out()).isEqualTo("abc");
            }
            serve.terminate();
            assertClean(serve.await());
        }
    }

    @Test
    void aPeerWithoutTheCoreEndsThePullAfterTenSeconds() {
        Jar.runWith(bytes("a\n"), "append", store(), "log");
        try (Jar serve = Jar.start("serve", store())) {
            String peer = serve.line().replace("listening on ", "");
            Jar.Done done = Jar.run("pull", copy(), "ab".repeat(32), "--peer", peer);
            assertThat(done.status()).isEqualTo(1);
            assertThat(done.err()).isEqualTo("corestore: no peer had the core for 10 s\n");
        }
    }

    @Test
    void aStoreThatIsInUseIsOneLineOfError() {
        Jar.runWith(bytes("a\n"), "append", store(), "log");
        try (Jar serve = Jar.start("serve", store())) {
            serve.line();
            Jar.Done refused = Jar.runWith(bytes("b\n"), "append", store(), "log");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err().lines()).hasSize(1);
            assertThat(refused.out()).isEmpty();
        }
    }

    @Test
    void theDemoEndsWithEqualCores() {
        Jar.Done demo = Jar.run("demo");
        assertClean(demo);
        assertThat(demo.lastLine()).contains("are equal");
        assertThat(demo.out()).doesNotContain("DIFFERENT");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private Path copy() {
        return folder.resolve("copy-store");
    }

    private void waitUntilStored(String text) {
        waitUntilStored(store(), text);
    }

    /** Waits until the text stands in some file of a store that another process has open. */
    private static void waitUntilStored(Path store, String text) {
        reactor.core.publisher.Mono.fromCallable(() -> isStored(store, bytes(text)))
                .onErrorReturn(false)
                .filter(found -> found)
                .repeatWhenEmpty(empty -> empty.delayElements(java.time.Duration.ofMillis(50)))
                .block(java.time.Duration.ofSeconds(60));
    }

    private static boolean isStored(Path store, byte[] text) throws java.io.IOException {
        try (var files = Files.walk(store)) {
            for (Path data : files.filter(file -> file.endsWith("data")).toList()) {
                if (new String(Files.readAllBytes(data), StandardCharsets.ISO_8859_1)
                        .contains(new String(text, StandardCharsets.ISO_8859_1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void assertClean(Jar.Done done) {
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) {
        return JsonMapper.shared().readTree(line);
    }
}
