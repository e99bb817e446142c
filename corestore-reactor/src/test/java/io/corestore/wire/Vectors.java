package io.corestore.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded values of the reference implementation. */
public final class Vectors {
    /** The recorded sessions between two peers. */
    public static final List<String> TRANSCRIPTS = List.of(
            "transcript-v10-v10.json",
            "transcript-v10-v11.json",
            "transcript-v11-v10.json",
            "transcript-v11-v10-reader-initiates.json",
            "transcript-v11-v11.json",
            "transcript-corestore-v10-v10.json",
            "transcript-corestore-v11-v11.json");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Vectors() {}

    public static JsonNode read(String file) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }

    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    public static byte[] hex(JsonNode node) {
        return hex(node.asString());
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
