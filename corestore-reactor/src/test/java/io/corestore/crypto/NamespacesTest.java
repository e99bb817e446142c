package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.VectorFile;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The namespaces of {@code hashing.json}, {@code core-constants.json} and {@code corestore-keys.json}. */
class NamespacesTest {
    private static final Map<String, Hash> CONSTANTS = Map.of(
            "TREE", Namespaces.TREE,
            "REPLICATE_INITIATOR", Namespaces.REPLICATE_INITIATOR,
            "REPLICATE_RESPONDER", Namespaces.REPLICATE_RESPONDER,
            "MANIFEST", Namespaces.MANIFEST,
            "DEFAULT_NAMESPACE", Namespaces.DEFAULT_NAMESPACE,
            "BLOCK_ENCRYPTION", Namespaces.BLOCK_ENCRYPTION,
            "DEFAULT_ENCRYPTION", Namespaces.BLOCK_ENCRYPTION,
            "NS_INITIATOR", Namespaces.NS_INITIATOR,
            "NS_RESPONDER", Namespaces.NS_RESPONDER,
            "NS_SEND", Namespaces.NS_SEND);

    @TestFactory
    Stream<DynamicTest> constantIsDerivedFromNameAndNumber() {
        return rows(VectorFile.read("hashing").get("namespaces"))
                .map(row -> DynamicTest.dynamicTest(row.get("constant").asString(), () -> {
                    Hash value = hash(row.get("value"));
                    assertThat(Namespaces.of(
                                    row.get("name").asString(), row.get("id").asInt()))
                            .isEqualTo(value);
                    Hash constant = CONSTANTS.get(constant(row.get("constant")));
                    assertThat(constant == null ? value : constant).isEqualTo(value);
                }));
    }

    @TestFactory
    Stream<DynamicTest> constantOfTheDataModel() {
        return rows(VectorFile.read("core-constants").get("namespaces"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("name").asString(),
                        () -> assertThat(CONSTANTS.get(constant(row.get("name"))))
                                .isEqualTo(hash(row.get("hex")))));
    }

    @Test
    void storesHaveOneOfTheirOwn() {
        assertThat(Namespaces.CORESTORE)
                .isEqualTo(hash(VectorFile.read("corestore-keys").at("/constants/corestoreNamespaceConstant")));
    }

    @Test
    void signersWithoutOneHaveTheDefault() {
        assertThat(Namespaces.DEFAULT_NAMESPACE).isEqualTo(Manifest.DEFAULT_NAMESPACE);
    }

    /** The name of a constant without what is said about versions behind it. */
    private static String constant(JsonNode text) {
        return text.asString().replaceFirst(" .*", "");
    }
}
