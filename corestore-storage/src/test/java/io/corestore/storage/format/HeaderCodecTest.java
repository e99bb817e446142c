package io.corestore.storage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreHead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Headers of both versions, whole and with parts that are not there. */
final class HeaderCodecTest {
    private static final Hash KEY = new Hash(1, 2, 3, 4);
    private static final byte[] SECRET = new byte[64];
    private static final byte[] SIGNATURE = {9, 8, 7};

    @Test
    void everyPartIsReadBack() {
        CoreHead head = new CoreHead(2, 7, new Hash(5, 6, 7, 8), ByteBuffer.wrap(SIGNATURE), 5);
        Header header = new Header(
                new CoreKey(KEY),
                Manifest.single(1, KEY),
                KeyPair.of(KEY.toBytes(), SECRET),
                Map.of("name", ByteBuffer.wrap(new byte[] {1})),
                head,
                List.of(new ReorgHint(1, 300, 70_000)));

        assertThat(decoded(HeaderCodec.encode(header))).isEqualTo(header);
    }

    @Test
    void partsThatAreNotKnownStayUnknown() {
        Header bare = new Header(new CoreKey(KEY), null, null, Map.of(), CoreHead.EMPTY, List.of());
        Header readable =
                new Header(new CoreKey(KEY), null, KeyPair.publicOnly(KEY), Map.of(), CoreHead.EMPTY, List.of());

        assertThat(decoded(HeaderCodec.encode(bare))).isEqualTo(bare);
        assertThat(decoded(HeaderCodec.encode(readable))).isEqualTo(readable);
    }

    @Test
    void aPositionIsReadBack() {
        HeaderPosition position = new HeaderPosition(70_000, 5_000);

        assertThat(decoded(HeaderCodec.encode(position))).isEqualTo(position);
    }

    /** An early one of version 1 ends before the contiguous length. */
    @Test
    void theContiguousLengthMayBeMissing() {
        CompactWriter out = new CompactWriter().uint(1).uint(0).hash(KEY).uint(0);
        tree(out, KEY.toBytes()).uint(0);

        assertThat(header(out).head()).isEqualTo(new CoreHead(3, 4, KEY, ByteBuffer.wrap(SIGNATURE), 0));
    }

    @Test
    void anEmptyValueIsNoUserData() {
        CompactWriter out = new CompactWriter().uint(1).uint(0).hash(KEY).uint(2);
        out.string("gone").buffer(new byte[0]);
        out.string("kept").buffer(new byte[] {5});
        tree(out, new byte[0]).uint(0).uint(0);

        assertThat(header(out).userData()).isEqualTo(Map.of("kept", ByteBuffer.wrap(new byte[] {5})));
        assertThat(header(out).head().rootHash()).isNull();
    }

    @Test
    void aPublicKeyOfAnotherSizeIsNoKeyPair() {
        CompactWriter out = new CompactWriter().uint(1).uint(4).hash(KEY);
        out.buffer(new byte[31]).buffer(SECRET).uint(0);
        tree(out, KEY.toBytes()).uint(0).uint(0);

        assertThat(header(out).keyPair()).isNull();
    }

    @Test
    void version0HasItsKeyInTheKeyPair() {
        Header full = header(version0("blake2b", "raw", "ed25519", KEY.toBytes(), SECRET));
        Header readable = header(version0("blake2b", "raw", "ed25519", KEY.toBytes(), new byte[0]));

        assertThat(full.key()).isEqualTo(new CoreKey(KEY));
        assertThat(full.manifest()).isEqualTo(Manifest.single(0, KEY));
        assertThat(full.keyPair()).isEqualTo(KeyPair.of(KEY.toBytes(), SECRET));
        assertThat(full.head()).isEqualTo(new CoreHead(3, 4, KEY, ByteBuffer.wrap(SIGNATURE), 11));
        assertThat(readable.keyPair()).isNull();
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertRefused(new CompactWriter().uint(2), "Unknown header version: 2");
        assertRefused(version0("sha", "raw", "ed25519", KEY.toBytes(), SECRET), "Unknown type: sha");
        assertRefused(version0("blake2b", "flat", "ed25519", KEY.toBytes(), SECRET), "Unknown type: flat");
        assertRefused(version0("blake2b", "raw", "rsa", KEY.toBytes(), SECRET), "Unknown type: rsa");
        assertRefused(version0("blake2b", "raw", "ed25519", new byte[31], SECRET), "public key of 31 bytes");
    }

    @Test
    void everyPrefixOfAHeaderIsRefusedOrLacksOnlyTheContiguousLength() {
        CompactWriter out = version0("blake2b", "raw", "ed25519", KEY.toBytes(), SECRET);
        byte[] whole = out.toBytes();
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoded(prefix)).as("%s bytes", length).isInstanceOf(DecodingException.class);
        }
    }

    private static void assertRefused(CompactWriter out, String message) {
        assertThatThrownBy(() -> header(out))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(message);
    }

    private static CompactWriter version0(String hash, String blocks, String signer, byte[] key, byte[] secret) {
        CompactWriter out = new CompactWriter().uint(0);
        out.string(hash).string(blocks).string(signer).uint(0);
        tree(out, KEY.toBytes()).buffer(key).buffer(secret);
        return out.uint(0).uint(11);
    }

    private static CompactWriter tree(CompactWriter out, byte[] rootHash) {
        return out.uint(3).uint(4).buffer(rootHash).buffer(SIGNATURE);
    }

    private static Header header(CompactWriter out) {
        return (Header) decoded(out.toBytes());
    }

    private static HeaderContent decoded(byte[] bytes) {
        return HeaderCodec.decode(CompactReader.of(bytes));
    }
}
