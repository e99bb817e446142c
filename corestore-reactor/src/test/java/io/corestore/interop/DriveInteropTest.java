package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreInfo;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What Node builds on cores, mirrored by a store that knows nothing of it: a Hyperdrive's files, a Hyperbee's entries. */
@RequiresNode
class DriveInteropTest extends TwoPeers {
    private static final Map<String, String> FILES = Map.of(
            "/empty", "",
            "/readme.txt", HexFormat.of().formatHex("a file".getBytes(StandardCharsets.UTF_8)),
            "/deep/down/of many blocks", made(300_000),
            "/deep/just one block", made(65_536),
            "/replaced", made(1_000));

    @Test
    void aHyperdriveIsReadWholeFromAMirrorWhoseWriterHasGone() {
        JsonNode drive;
        try (JavaPeer java = java();
                NodePeer writer = node(NodeSet.V7, "writer")) {
            await(write(writer, Map.of("/replaced", "00", "/deleted", made(100_000)), List.of()));
            drive = await(write(writer, FILES, List.of("/deleted")));
            java.connect(await(writer.serve()));
            mirror(java, drive.path("database"));
            mirror(java, drive.path("blobs"));
        }
        try (JavaPeer java = java();
                NodePeer reader = node(NodeSet.V7, "reader")) {
            await(reader.connect(java.serve()));
            assertThat(files(reader, drive.path("database"))).isEqualTo(new TreeMap<>(FILES));
        }
    }

    @Test
    void aReaderOfAMirrorSeesWhatIsWrittenMeanwhile() {
        try (JavaPeer java = java();
                NodePeer writer = node(NodeSet.V7, "writer");
                NodePeer reader = node(NodeSet.V7, "reader")) {
            JsonNode drive = await(write(writer, Map.of("/first", made(200_000)), List.of()));
            java.connect(await(writer.serve()));
            await(reader.connect(java.serve()));
            mirror(java, drive.path("database"));
            mirror(java, drive.path("blobs"));
            assertThat(files(reader, drive.path("database"))).containsOnlyKeys("/first");
            drive = await(write(writer, FILES, List.of("/first")));
            mirror(java, drive.path("database"));
            mirror(java, drive.path("blobs"));
            assertThat(files(reader, drive.path("database"))).isEqualTo(new TreeMap<>(FILES));
        }
    }

    @Test
    void aHyperbeeIsReadWholeFromAMirrorWhoseWriterHasGone() {
        Map<String, String> entries = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            entries.put("key " + i, "value " + i * i);
        }
        List<String> without = List.of("key 7", "key 77", "key 123");
        JsonNode bee;
        try (JavaPeer java = java();
                NodePeer writer = node(NodeSet.V7, "writer")) {
            bee = await(writer.send("beeWrite", Map.of("name", "bee", "entries", entries, "without", without)));
            java.connect(await(writer.serve()));
            mirror(java, bee);
        }
        without.forEach(entries::remove);
        try (JavaPeer java = java();
                NodePeer reader = node(NodeSet.V7, "reader")) {
            await(reader.connect(java.serve()));
            JsonNode read = await(reader.send("beeRead", version(bee)));
            Map<String, String> seen = new TreeMap<>();
            read.path("entries")
                    .forEach(entry ->
                            seen.put(entry.path(0).asString(), entry.path(1).asString()));
            assertThat(seen).isEqualTo(entries);
        }
    }

    private static String made(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return HexFormat.of().formatHex(content);
    }

    private static Mono<JsonNode> write(NodePeer node, Map<String, String> files, List<String> without) {
        return node.send("driveWrite", Map.of("files", files, "without", without));
    }

    /** Fetches a core of this key and length, to the last block. */
    private static void mirror(JavaPeer java, JsonNode told) {
        Core core = java.keyed(told.path("key").asString());
        CoreInfo info = JavaPeer.download(core, told.path("length").asLong());
        assertThat(info.length()).isEqualTo(told.path("length").asLong());
        assertThat(info.contiguousLength()).isEqualTo(info.length());
    }

    private static Map<String, Object> version(JsonNode core) {
        return Map.of(
                "key", core.path("key").asString(),
                "version", core.path("length").asLong());
    }

    private static Map<String, String> files(NodePeer reader, JsonNode database) {
        JsonNode read = await(reader.send("driveRead", version(database)));
        Map<String, String> files = new TreeMap<>();
        read.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asString()));
        return files;
    }
}
