package io.corestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void hashComparesByContentAndCopiesItsBytes() {
        byte[] bytes = new byte[Hash.BYTES];
        bytes[31] = 7;
        Hash hash = Hash.of(bytes);
        bytes[31] = 8;
        assertThat(hash.toBytes()[31]).isEqualTo((byte) 7);
        assertThat(Hash.fromHex(hash.toHex())).isEqualTo(hash).hasSameHashCodeAs(hash);
    }

    @Test
    void hashOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.fromHex("00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyPairShowsNoSecretAndHandsOutCopies() {
        byte[] secret = new byte[64];
        secret[0] = 0x5e;
        KeyPair pair = KeyPair.of(new byte[32], secret);
        assertThat(pair.toString()).doesNotContain("5e");
        pair.secretKey()[0] = 0;
        assertThat(pair.secretKey()[0]).isEqualTo((byte) 0x5e);
        assertThat(pair).isEqualTo(KeyPair.publicOnly(Hash.ZERO));
    }

    @Test
    void publicKeyAloneHasNoSecret() {
        KeyPair pair = KeyPair.publicOnly(Hash.ZERO);
        assertThat(pair.hasSecretKey()).isFalse();
        assertThatThrownBy(pair::secretKey).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secretKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> KeyPair.of(new byte[32], new byte[32])).isInstanceOf(IllegalArgumentException.class);
    }
}
