package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Appended;
import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.crypto.BlockEncryption;
import io.corestore.key.CoreKey;
import io.corestore.key.EncryptionKey;
import io.corestore.storage.test.Fixture;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** Sessions with an encryption key: what is stored is not what is read. */
class EncryptionTest extends StoreTest {
    private static final EncryptionKey KEY = EncryptionKey.of(new byte[32]);

    @ParameterizedTest
    @EnumSource
    void contentIsReadWithTheKeyAndNotWithout(KeyFormat format) {
        CoreOptions plain = CoreOptions.named("log").withKeyFormat(format);
        Core core = store.get(plain.withEncryption(KEY)).block(SOON);
        Appended done = core.append(numbered(0, 10)).block(SOON);
        assertThat(done.byteLength()).isEqualTo(core.byteLength()).isEqualTo(9 * 7);
        assertThat(core.padding()).isEqualTo(8);
        assertThat(core.info().block(SOON).byteLength()).isEqualTo(9 * 7);
        core.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 10))
                .verifyComplete();
        assertThat(core.get(3).block(SOON)).isEqualTo(utf8("block 3"));
        Core blind = store.get(plain).block(SOON);
        assertThat(blind.byteLength()).isEqualTo(9 * 7 + 10 * 8);
        assertThat(blind.get(3).block(SOON))
                .isEqualTo(core.get(3, ReadOptions.LOCAL.withRaw(true)).block(SOON));
        assertThat(blind.get(3).block(SOON).remaining()).isEqualTo(15);
    }

    @Test
    void replicaWithoutTheKeyServesOneThatHasIt() {
        Core core = store.get(CoreOptions.named("log")
                        .withKeyFormat(KeyFormat.MANIFEST_1)
                        .withEncryption(KEY))
                .block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        Corestore blind = Corestores.open(folder.resolve("blind")).block(SOON);
        Corestore reader = Corestores.open(folder.resolve("reader")).block(SOON);
        Pipe.join(store, blind);
        Core relay = blind.get(core.key()).block(SOON);
        relay.update().then(relay.download(BlockRange.of(0, 10)).then()).block(SOON);
        Core copy =
                reader.get(CoreOptions.keyed(core.key()).withEncryption(KEY)).block(SOON);
        Pipe.join(blind, reader);
        copy.update().block(SOON);
        copy.read(BlockRange.of(0, 10))
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 10))
                .verifyComplete();
        reader.close().then(blind.close()).block(SOON);
    }

    @Test
    void batchesAreEncryptedWhereTheyEndUp() {
        Core core = store.get(CoreOptions.named("log").withEncryption(KEY)).block(SOON);
        core.append(utf8("first")).block(SOON);
        var batch = core.batch().block(SOON);
        batch.append(numbered(0, 3)).block(SOON);
        assertThat(batch.byteLength()).isEqualTo(5 + 21);
        assertThat(batch.get(1).block(SOON)).isEqualTo(utf8("block 0"));
        batch.flush().block(SOON);
        assertThat(core.get(3).block(SOON)).isEqualTo(utf8("block 2"));
    }

    @Test
    void whatNodeEncryptedIsReadWithTheKey() {
        Fixture fixture = Fixture.of("v6-encrypted");
        Corestore node =
                Corestores.open(fixture.unpack(folder.resolve("fixture"))).block(SOON);
        for (JsonNode core : fixture.cores()) {
            byte[] key = HexFormat.of().parseHex(core.path("encryptionKey").asString());
            List<ByteBuffer> plain = IntStream.range(0, core.path("length").asInt())
                    .mapToObj(i -> core.path("plain").path(String.valueOf(i)).asString())
                    .map(hex -> ByteBuffer.wrap(HexFormat.of().parseHex(hex)))
                    .toList();
            node.get(CoreOptions.keyed(CoreKey.parse(core.path("key").asString()))
                            .withEncryption(EncryptionKey.of(key)))
                    .flatMapMany(opened -> opened.read(BlockRange.all()))
                    .as(StepVerifier::create)
                    .expectNextSequence(plain)
                    .verifyComplete();
        }
        assertThat(fixture.cores()).hasSize(2);
        node.close().block(SOON);
    }

    @Test
    void keyOfTheStoreIsTakenWhereACoreSaysNone() {
        Corestore locked = Corestores.at(folder.resolve("locked"))
                .coreDefaults(CoreOptions.defaults().withEncryption(KEY))
                .open()
                .block(SOON);
        Core core = locked.get("log").block(SOON);
        core.append(utf8("secret")).block(SOON);
        assertThat(core.padding()).isEqualTo(8);
        assertThat(core.get(0, ReadOptions.LOCAL.withRaw(true)).block(SOON).remaining())
                .isEqualTo(14);
        assertThat(core.get(0).block(SOON)).isEqualTo(utf8("secret"));
        locked.close().block(SOON);
    }

    @Test
    void blockKeyReadsItsCoreAlone() {
        Core one = store.get(CoreOptions.named("one").withEncryption(KEY)).block(SOON);
        Core two = store.get(CoreOptions.named("two").withEncryption(KEY)).block(SOON);
        one.append(utf8("first")).then(two.append(utf8("other"))).block(SOON);
        EncryptionKey blockKey = BlockEncryption.of(KEY, one.key(), true).blockKey();
        assertThat(store.get(CoreOptions.named("one").withEncryption(blockKey))
                        .flatMap(core -> core.get(0))
                        .block(SOON))
                .isEqualTo(utf8("first"));
        assertThat(store.get(CoreOptions.named("two").withEncryption(blockKey))
                        .flatMap(core -> core.get(0))
                        .block(SOON))
                .isNotEqualTo(utf8("other"));
    }

    @Test
    void bytesAreCountedAndReadWithoutThePadding() {
        Core core = store.get(CoreOptions.named("log").withEncryption(KEY)).block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        assertBytesOfContent(core);
        assertThat(core.seek(9 * 7).block(SOON)).isEqualTo(new BlockPosition(10, 0));
    }

    @Test
    void sparseReplicaSeeksAndReadsBytesOfTheContent() {
        Core core = store.get(CoreOptions.named("log").withEncryption(KEY)).block(SOON);
        core.append(numbered(0, 10)).then(core.append(numbered(10, 500))).block(SOON);
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core copy = other.get(CoreOptions.keyed(core.key()).withEncryption(KEY)).block(SOON);
        Pipe.join(store, other);
        copy.update().block(SOON);
        assertBytesOfContent(copy);
        assertThat(copy.has(100).block(SOON)).isFalse();
        assertThat(copy.seek(3_000).block(SOON)).isEqualTo(core.seek(3_000).block(SOON));
        assertThat(content(copy, ByteRange.of(2_995, 3_040))).isEqualTo(content(core, ByteRange.of(2_995, 3_040)));
        other.close().block(SOON);
    }

    /** Of a core whose first blocks are numbered: the seventh is empty. */
    private static void assertBytesOfContent(Core core) {
        assertThat(core.seek(7).block(SOON)).isEqualTo(new BlockPosition(1, 0));
        assertThat(core.seek(45).block(SOON)).isEqualTo(new BlockPosition(7, 3));
        assertThat(content(core, ByteRange.of(5, 16))).isEqualTo(" 0block 1bl");
        assertThat(content(core, ByteRange.of(40, 44))).isEqualTo(" 5bl");
    }

    private static String content(Core core, ByteRange range) {
        return core.readBytes(range)
                .map(Blocks::text)
                .collect(Collectors.joining())
                .block(SOON);
    }
}
