package io.corestore.encoding;

import io.corestore.key.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the files of recorded values under {@code vectors/} of the test class path. */
public final class VectorFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private VectorFile() {}

    /** The content of {@code vectors/<name>.json}. */
    public static JsonNode read(String name) {
        String path = "/vectors/" + name + ".json";
        try (InputStream in = VectorFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no such file: " + path);
            }
            return MAPPER.readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The rows of a list, one for each test. */
    public static Stream<JsonNode> rows(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** The bytes that a text writes in hex. */
    public static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asString());
    }

    /** The 32 bytes that a text writes in hex. */
    public static Hash hash(JsonNode text) {
        return Hash.of(hex(text));
    }

    /** Whether a field is there and not null. */
    public static boolean has(JsonNode row, String field) {
        return row.hasNonNull(field);
    }
}
