package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.prf.Prf;
import io.corestore.encoding.VectorFile;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * The namespaces, the 252 cores and the cores of version 5 of {@code corestore-keys.json}, those of {@code v5-store.json},
 * and the derivations of {@code hashing.json}.
 */
class KeyDerivationTest {
    private static final JsonNode VECTORS = VectorFile.read("corestore-keys");

    @TestFactory
    Stream<DynamicTest> namespaceOfAPath() {
        return rows(VECTORS.get("namespaces"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("path").toString(),
                        () -> assertThat(namespace(row.get("path"))).isEqualTo(hash(row.get("namespace")))));
    }

    @TestFactory
    Stream<DynamicTest> keysOfANamedCore() {
        return rows(VECTORS.get("cores"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("primaryKey").asString().substring(0, 8) + " " + row.get("namespacePath") + " "
                                + row.get("name"),
                        () -> checkCore(row)));
    }

    @TestFactory
    Stream<DynamicTest> seedOfANamedCore() {
        return rows(VectorFile.read("hashing").get("corestoreSeeds"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    KeyPair pair = KeyDerivation.of(hex(row.get("primaryKey")))
                            .keyPair(hash(row.get("namespace")), row.get("name").asString());
                    assertThat(Arrays.copyOf(pair.secretKey(), 32)).isEqualTo(hex(row.get("seed")));
                    assertThat(pair.publicKey()).isEqualTo(hash(row.get("publicKey")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> namespaceWithinAnother() {
        return rows(VectorFile.read("hashing").get("corestoreNamespaces"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("name").asString(),
                        () -> assertThat(KeyDerivation.namespace(hash(row.get("parent")), name(row.get("name"))))
                                .isEqualTo(hash(row.get("namespace")))));
    }

    @TestFactory
    Stream<DynamicTest> keysOfACoreOfVersion5() {
        return rows(VECTORS.get("v5"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("masterKey").asString().substring(0, 8) + " " + row.get("namespacePath") + " "
                                + row.get("name"),
                        () -> {
                            KeyPair pair = KeyDerivation.corestore5(hex(row.get("masterKey")))
                                    .keyPair(namespace(row.get("namespacePath")), name(row.get("name")));
                            assertThat(Arrays.copyOf(pair.secretKey(), 32)).isEqualTo(hex(row.get("seed")));
                            assertThat(pair.publicKey()).isEqualTo(hash(row.get("publicKey")));
                            assertThat(CoreKeys.discoveryKey(new CoreKey(pair.publicKey()))
                                            .hash())
                                    .isEqualTo(hash(row.get("discoveryKey")));
                        }));
    }

    @TestFactory
    Stream<DynamicTest> namesInAFolderOfVersion5LeadToItsCores() {
        JsonNode folder = VectorFile.read("v5-store");
        KeyDerivation derivation = KeyDerivation.corestore5(hex(folder.get("masterKey")));
        return rows(folder.get("cores"))
                .filter(row -> VectorFile.has(row, "nameFile"))
                .map(row -> DynamicTest.dynamicTest(row.get("how").asString(), () -> {
                    byte[] file = hex(row.get("nameFile"));
                    byte[] name = Arrays.copyOfRange(file, 1, file.length);
                    KeyPair pair = derivation.keyPair(Hash.ZERO, name);
                    assertThat(pair.publicKey()).isEqualTo(hash(row.get("key")));
                    checkKey(row, new CoreKey(pair.publicKey()));
                }));
    }

    @Test
    void anotherFunctionGivesOtherKeys() {
        Prf constant = (input, length) -> new byte[length];
        assertThat(KeyDerivation.of(constant).keyPair(Hash.ZERO, "a")).isEqualTo(Ed25519.fromSeed(new byte[32]));
    }

    @Test
    void primaryKeyIsCopied() {
        byte[] primaryKey = new byte[32];
        KeyDerivation derivation = KeyDerivation.of(primaryKey);
        KeyPair before = derivation.keyPair(Hash.ZERO, "a");
        primaryKey[0] = 1;
        assertThat(derivation.keyPair(Hash.ZERO, "a")).isEqualTo(before);
    }

    @Test
    void functionGivesAsManyBytesAsAsked() {
        Blake2bPrf prf = Blake2bPrf.of(new byte[32]);
        assertThat(prf.compute(new byte[1], 16)).isEqualTo(Arrays.copyOf(prf.compute(new byte[1], 32), 16));
        assertThatThrownBy(() -> prf.compute(new byte[1], 33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Blake2bPrf.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Blake2bPrf.of(new byte[65])).isInstanceOf(IllegalArgumentException.class);
    }

    private static void checkCore(JsonNode row) {
        Hash namespace = namespace(row.get("namespacePath"));
        assertThat(namespace).isEqualTo(hash(row.get("namespace")));
        KeyPair pair = KeyDerivation.of(hex(row.get("primaryKey"))).keyPair(namespace, name(row.get("name")));
        assertThat(Arrays.copyOf(pair.secretKey(), 32)).isEqualTo(hex(row.get("seed")));
        assertThat(pair.publicKey()).isEqualTo(hash(row.get("publicKey")));
        checkKey(row.get("default6"), new CoreKey(pair.publicKey()));
        for (int version = 0; version <= 2; version++) {
            checkKey(row.get("v" + version), CoreKeys.keyOf(Manifest.single(version, pair.publicKey())));
        }
    }

    private static void checkKey(JsonNode row, CoreKey key) {
        assertThat(key.hash()).isEqualTo(hash(row.get("key")));
        if (row.has("discoveryKey")) {
            assertThat(CoreKeys.discoveryKey(key).hash()).isEqualTo(hash(row.get("discoveryKey")));
        }
    }

    private static Hash namespace(JsonNode path) {
        Hash namespace = Hash.ZERO;
        for (JsonNode name : path) {
            namespace = KeyDerivation.namespace(namespace, name(name));
        }
        return namespace;
    }

    private static byte[] name(JsonNode name) {
        return name.has("hex") ? hex(name.get("hex")) : name.asString().getBytes(StandardCharsets.UTF_8);
    }
}
