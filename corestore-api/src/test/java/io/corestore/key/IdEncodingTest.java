package io.corestore.key;

import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.VectorFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every row of {@code id-encoding.json}. */
class IdEncodingTest {
    private static final JsonNode VECTORS = VectorFile.read("id-encoding");

    @TestFactory
    Stream<DynamicTest> keyIsWrittenAndRead() {
        return rows(VECTORS.get("keys"))
                .map(row -> DynamicTest.dynamicTest(row.get("z32").asString(), () -> {
                    CoreKey key = CoreKey.of(hex(row.get("key")));
                    String z32 = row.get("z32").asString();
                    assertThat(key.toZ32()).isEqualTo(z32);
                    assertThat(CoreKey.parse(z32)).isEqualTo(key);
                    assertThat(CoreKey.parse(key.toHex())).isEqualTo(key);
                    assertThat(DiscoveryKey.parse(z32).toBytes()).isEqualTo(key.toBytes());
                }));
    }

    @TestFactory
    Stream<DynamicTest> idIsReadOrRefused() {
        return rows(VECTORS.get("decode"))
                .map(row -> DynamicTest.dynamicTest(row.get("id").asString(), () -> {
                    String id = row.get("id").asString();
                    if (row.has("error")) {
                        assertThatThrownBy(() -> CoreKey.parse(id)).isInstanceOf(IllegalArgumentException.class);
                    } else {
                        assertThat(CoreKey.parse(id).toBytes()).isEqualTo(hex(row.get("key")));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> bytesOfAnyLengthAreWritten() {
        return rows(VECTORS.get("raw"))
                .map(row -> DynamicTest.dynamicTest(
                        "[" + row.get("hex").asString() + "]",
                        () -> assertThat(Ids.toZ32(hex(row.get("hex"))))
                                .isEqualTo(row.get("z32").asString())));
    }
}
