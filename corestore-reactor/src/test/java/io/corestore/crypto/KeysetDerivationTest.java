package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Derivation with a key of a Tink keyset, through the keyset's life. */
class KeysetDerivationTest {
    private static final int OLD = 17;
    private static final int NEW = 23;

    @BeforeAll
    static void knowTheKeyTypes() throws GeneralSecurityException {
        PrfConfig.register();
    }

    @Test
    void rotatedSerialisedAndReadAgainANamedKeyDerivesTheSame() throws GeneralSecurityException {
        KeysetHandle first =
                KeysetHandle.newBuilder().addEntry(entry(OLD).makePrimary()).build();
        KeyPair before = KeyDerivation.of(prfs(first), OLD).keyPair(Hash.ZERO, "events");
        KeysetHandle rotated = KeysetHandle.newBuilder(first)
                .addEntry(entry(NEW).makePrimary())
                .build();
        KeysetHandle again = readAgain(rotated);
        assertThat(again.getPrimary().getId()).isEqualTo(NEW);
        KeyPair after = KeyDerivation.of(prfs(again), OLD).keyPair(Hash.ZERO, "events");
        assertThat(after.secretKey()).isEqualTo(before.secretKey());
        assertThat(KeyDerivation.of(prfs(again), NEW).keyPair(Hash.ZERO, "events"))
                .isNotEqualTo(before);
    }

    @Test
    void nameAndNamespaceBothCount() throws GeneralSecurityException {
        KeyDerivation derivation = KeyDerivation.of(prfs(twoKeys()), OLD);
        Hash namespace = KeyDerivation.namespace(Hash.ZERO, new byte[] {1});
        assertThat(derivation.keyPair(Hash.ZERO, "a"))
                .isEqualTo(derivation.keyPair(Hash.ZERO, "a"))
                .isNotEqualTo(derivation.keyPair(Hash.ZERO, "b"))
                .isNotEqualTo(derivation.keyPair(namespace, "a"));
    }

    @Test
    void unknownKeyIsRefusedAndTheKnownOnesNamed() throws GeneralSecurityException {
        PrfSet keyset = prfs(twoKeys());
        assertThatThrownBy(() -> KeyDerivation.of(keyset, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no key 5 in the keyset, which has [17, 23]");
    }

    private static KeysetHandle twoKeys() throws GeneralSecurityException {
        return KeysetHandle.newBuilder()
                .addEntry(entry(OLD))
                .addEntry(entry(NEW).makePrimary())
                .build();
    }

    private static KeysetHandle.Builder.Entry entry(int id) {
        return KeysetHandle.generateEntryFromParameters(PredefinedPrfParameters.HKDF_SHA256)
                .withFixedId(id);
    }

    private static KeysetHandle readAgain(KeysetHandle keyset) throws GeneralSecurityException {
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
    }

    private static PrfSet prfs(KeysetHandle keyset) throws GeneralSecurityException {
        return keyset.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    }
}
