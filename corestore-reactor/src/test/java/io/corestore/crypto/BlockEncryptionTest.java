package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.VectorFile;
import io.corestore.error.DecodingException;
import io.corestore.key.CoreKey;
import io.corestore.key.EncryptionKey;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The keys and single blocks of {@code core-encryption.json}. */
class BlockEncryptionTest {
    private static final JsonNode VECTORS = VectorFile.read("core-encryption");
    private static final BlockEncryption ENCRYPTION =
            encryption(VECTORS.get("keys").get(0));

    @TestFactory
    Stream<DynamicTest> blockKeyOfACore() {
        return rows(VECTORS.get("keys"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    EncryptionKey blockKey = encryption(row).blockKey();
                    assertThat(blockKey.isBlockKey()).isTrue();
                    assertThat(blockKey.toBytes()).isEqualTo(hex(row.get("blockKey")));
                    assertThat(Blake2b.hash(blockKey.toBytes())).isEqualTo(hash(row.get("blindingKey")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> storedFormOfABlock() {
        return rows(VECTORS.get("blocks"))
                .map(row -> DynamicTest.dynamicTest(
                        "block " + row.get("index") + " fork " + row.get("fork"), () -> checkBlock(row)));
    }

    @Test
    void blockKeyAloneEncryptsAndDecryptsTheSame() {
        CoreKey core = CoreKey.of(new byte[32]);
        BlockEncryption other = BlockEncryption.of(ENCRYPTION.blockKey(), core, true);
        ByteBuffer plain = ByteBuffer.wrap(new byte[100]);
        ByteBuffer stored = other.encrypt(3, 4, plain);
        assertThat(stored).isEqualTo(ENCRYPTION.encrypt(3, 4, plain));
        assertThat(ENCRYPTION.decrypt(3, stored)).isEqualTo(plain);
    }

    @Test
    void resultsAreReadOnlyAndSourcesStay() {
        ByteBuffer plain = ByteBuffer.allocateDirect(10).position(2).limit(7);
        ByteBuffer stored = ENCRYPTION.encrypt(0, 0, plain);
        assertThat(plain.position()).isEqualTo(2);
        assertThat(stored.isReadOnly()).isTrue();
        ByteBuffer back = ENCRYPTION.decrypt(0, stored);
        assertThat(stored.remaining()).isEqualTo(5 + BlockEncryption.PADDING);
        assertThat(back.isReadOnly()).isTrue();
        assertThat(back).isEqualTo(plain);
    }

    @Test
    void blockShorterThanThePaddingIsRefused() {
        assertThatThrownBy(() -> ENCRYPTION.decrypt(9, ByteBuffer.allocate(7)))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("block 9 has 7 bytes");
    }

    @Test
    void manyThreadsMayUseOne() {
        boolean same = IntStream.range(0, 2_000).parallel().allMatch(index -> {
            byte[] plain = new byte[index % 200];
            ThreadLocalRandom.current().nextBytes(plain);
            return ENCRYPTION
                    .decrypt(index, ENCRYPTION.encrypt(index, 1, ByteBuffer.wrap(plain)))
                    .equals(ByteBuffer.wrap(plain));
        });
        assertThat(same).isTrue();
    }

    private static void checkBlock(JsonNode row) {
        long index = row.get("index").asLong();
        ByteBuffer plain = ByteBuffer.wrap(hex(row.get("plain")));
        ByteBuffer stored = ByteBuffer.wrap(hex(row.get("stored")));
        assertThat(ENCRYPTION.encrypt(index, row.get("fork").asLong(), plain)).isEqualTo(stored);
        assertThat(ENCRYPTION.decrypt(index, stored)).isEqualTo(plain);
    }

    private static BlockEncryption encryption(JsonNode row) {
        byte[] bytes = hex(row.get("encryptionKey"));
        boolean block = row.get("isBlockKey").asBoolean();
        return BlockEncryption.of(
                block ? EncryptionKey.ofBlocks(bytes) : EncryptionKey.of(bytes),
                new CoreKey(hash(row.get("coreKey"))),
                row.get("compat").asBoolean());
    }
}
