package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.VectorFile;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The digests of {@code hashing.json}. */
class Blake2bTest {
    private static final JsonNode VECTORS = VectorFile.read("hashing");

    @TestFactory
    Stream<DynamicTest> digestOfOneMessage() {
        return rows(VECTORS.get("generichash"))
                .filter(row -> !(has(row, "key") && row.get("outputLength").asInt() == 64)) // nothing uses that one
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    boolean keyed = has(row, "key");
                    boolean wide = row.get("outputLength").asInt() == 64;
                    assertThat(digest(row, keyed, wide)).isEqualTo(hex(row.get("output")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> digestOfParts() {
        return rows(VECTORS.get("batch"))
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    byte[][] parts = rows(row.get("parts")).map(VectorFile::hex).toArray(byte[][]::new);
                    Hash digest = has(row, "key") ? Blake2b.keyed(hex(row.get("key")), parts) : Blake2b.hash(parts);
                    assertThat(digest).isEqualTo(hash(row.get("output")));
                }));
    }

    @Test
    void bufferOfAnyKindIsHashedAlike() {
        byte[] bytes = new byte[10_000];
        bytes[9_999] = 1;
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        Blake2b blake2b = new Blake2b();
        Hash expected = Blake2b.hash(bytes);
        assertThat(blake2b.update(ByteBuffer.wrap(bytes)).digest()).isEqualTo(expected);
        assertThat(blake2b.update(ByteBuffer.wrap(bytes).asReadOnlyBuffer()).digest())
                .isEqualTo(expected);
        assertThat(blake2b.update(direct).digest()).isEqualTo(expected);
        assertThat(direct.position()).isZero();
    }

    private static byte[] digest(JsonNode row, boolean keyed, boolean wide) {
        byte[] input = hex(row.get("input"));
        if (wide) {
            return Blake2b.hash512(input);
        }
        return (keyed ? Blake2b.keyed(hex(row.get("key")), input) : Blake2b.hash(input)).toBytes();
    }

    private static String name(JsonNode row) {
        String text = row.toString();
        return text.length() > 80 ? text.substring(0, 80) : text;
    }
}
