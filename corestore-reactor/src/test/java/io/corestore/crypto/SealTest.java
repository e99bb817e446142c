package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.corestore.error.StorageFailedException;
import io.corestore.error.WrongSealException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sealed primary keys and key pairs. */
class SealTest {
    private static final byte[] PRIMARY_KEY = Blake2b.hash(new byte[] {1}).toBytes();
    private static final CoreKey CORE = new CoreKey(Blake2b.hash(new byte[] {2}));
    private static final KeyPair PAIR = Ed25519.fromSeed(PRIMARY_KEY);

    @BeforeAll
    static void knowTheKeyTypes() throws GeneralSecurityException {
        AeadConfig.register();
    }

    @Test
    void sealedKeyOpensWithTheSameKeyOnly() throws GeneralSecurityException {
        KeySeal seal = KeySeal.with(aead(keyset()));
        byte[] sealed = seal.seal(PRIMARY_KEY);
        assertThat(seal.open(sealed)).isEqualTo(PRIMARY_KEY);
        KeySeal other = KeySeal.with(aead(keyset()));
        assertThatThrownBy(() -> other.open(sealed))
                .isInstanceOf(WrongSealException.class)
                .hasMessageContaining("does not open with the seal given");
    }

    @Test
    void sealedKeyShowsNoByteOfTheKeyAndIsNewEachTime() throws GeneralSecurityException {
        KeySeal seal = KeySeal.with(aead(keyset()));
        byte[] sealed = seal.seal(PRIMARY_KEY);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(PRIMARY_KEY, 0, 8, StandardCharsets.ISO_8859_1));
        assertThat(seal.seal(PRIMARY_KEY)).isNotEqualTo(sealed);
    }

    @Test
    void rotatedKeysetOpensWhatItSealedBefore() throws GeneralSecurityException {
        KeysetHandle first = keyset();
        byte[] sealed = KeySeal.with(aead(first)).seal(PRIMARY_KEY);
        KeysetHandle rotated = KeysetHandle.newBuilder(first)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build();
        assertThat(KeySeal.with(aead(rotated)).open(sealed)).isEqualTo(PRIMARY_KEY);
    }

    @Test
    void sealIsBoundToItsPurpose() throws GeneralSecurityException {
        Aead aead = aead(keyset());
        byte[] foreign = Sealed.seal(aead, PRIMARY_KEY, new byte[] {1});
        assertThatThrownBy(() -> KeySeal.with(aead).open(foreign)).isInstanceOf(WrongSealException.class);
    }

    @Test
    void damagedSealAndLaterFormatAreRefused() throws GeneralSecurityException {
        KeySeal seal = KeySeal.with(aead(keyset()));
        byte[] damaged = seal.seal(PRIMARY_KEY);
        damaged[damaged.length - 1] ^= 1;
        assertThatThrownBy(() -> seal.open(damaged)).isInstanceOf(WrongSealException.class);
        byte[] later = seal.seal(PRIMARY_KEY);
        later[0] = 2;
        assertThatThrownBy(() -> seal.open(later))
                .isInstanceOf(WrongSealException.class)
                .hasMessageContaining("not of format 1");
        assertThatThrownBy(() -> seal.open(new byte[0])).isInstanceOf(WrongSealException.class);
        assertThatThrownBy(() -> seal.seal(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyServiceThatFailsIsNamedAsTheCause() {
        GeneralSecurityException down = new GeneralSecurityException("no answer");
        KeySeal seal = KeySeal.with(new Aead() {
            @Override
            public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
                throw down;
            }

            @Override
            public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
                throw down;
            }
        });
        assertThatThrownBy(() -> seal.seal(PRIMARY_KEY))
                .isInstanceOf(WrongSealException.class)
                .hasMessageContaining("no answer")
                .hasCause(down);
    }

    @Test
    void sealedKeyPairOpensForItsCoreAndPrimaryKeyOnly() {
        byte[] sealed = KeyPairSeal.of(PRIMARY_KEY).seal(PAIR, CORE);
        assertThat(KeyPairSeal.of(PRIMARY_KEY).open(sealed, CORE).secretKey()).isEqualTo(PAIR.secretKey());
        CoreKey other = new CoreKey(Hash.ZERO);
        assertThatThrownBy(() -> KeyPairSeal.of(PRIMARY_KEY).open(sealed, other))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining(other.toString());
        assertThatThrownBy(() -> KeyPairSeal.of(new byte[32]).open(sealed, CORE))
                .isInstanceOf(StorageFailedException.class);
        assertThatThrownBy(() -> KeyPairSeal.of(PRIMARY_KEY).open(Arrays.copyOf(sealed, 5), CORE))
                .isInstanceOf(StorageFailedException.class);
    }

    private static KeysetHandle keyset() throws GeneralSecurityException {
        return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    }

    private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
