package io.corestore.key;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.VectorFile;
import io.corestore.key.Manifest.Prologue;
import io.corestore.key.Manifest.Signer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The inputs of {@code core-manifests.json}, those rejected as well as far as these types can express them. */
class ManifestTest {
    private static final JsonNode VECTORS = VectorFile.read("core-manifests");
    private static final Hash A = new Hash(1, 1, 1, 1);
    private static final Hash B = new Hash(2, 2, 2, 2);

    @TestFactory
    Stream<DynamicTest> builderFillsInWhatTheInputLeavesOut() {
        return rows(VECTORS.get("manifests"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("name").asString(),
                        () -> assertThat(ManifestCodec.encode(built(row.get("input"))))
                                .isEqualTo(hex(row.get("encoded")))));
    }

    @TestFactory
    Stream<DynamicTest> rejectedInputIsRefusedOnCreationOnly() {
        return Stream.of(
                refused("quorum above signer count", new Manifest(1, false, 3, two(), null, List.of(), null)),
                refused("negative quorum", new Manifest(1, false, -1, two(), null, List.of(), null)),
                refused(
                        "prologue negative length",
                        new Manifest(1, false, 0, List.of(), new Prologue(A, -1), List.of(), null)),
                refused("userData with version 1", new Manifest(1, false, 2, two(), null, List.of(), bytes())),
                refused("linked with version 1", new Manifest(1, false, 2, two(), null, List.of(A), null)));
    }

    @Test
    void coreThatNobodyCanSignIsRefusedUnlessItHasAPrologue() {
        assertRefused(() -> Manifest.builder().build(), "nobody could ever sign");
        assertRefused(() -> Manifest.builder().signer(A).quorum(0).build(), "nobody could ever sign");
        assertThat(Manifest.builder().prologue(A, 3).build().quorum()).isZero();
    }

    @Test
    void builderTellsWhatToDo() {
        assertRefused(
                () -> Manifest.builder().signers(List.of(A, B)).quorum(3).build(),
                "a quorum of 3 cannot be reached by 2 signers: name more or lower it");
        assertRefused(
                () -> Manifest.builder()
                        .version(1)
                        .signer(A)
                        .linked(new CoreKey(B))
                        .build(),
                "linked cores and user data need a manifest of version 2, not 1");
    }

    @Test
    void everyDecodedManifestOfTheVectorsCanBeCreated() {
        assertThat(rows(VECTORS.get("manifests")))
                .allSatisfy(row -> assertThatCode(
                                () -> Manifest.requireCreatable(ManifestCodec.decode(hex(row.get("encoded")))))
                        .doesNotThrowAnyException());
    }

    private static DynamicTest refused(String name, Manifest manifest) {
        assertThat(rows(VECTORS.get("rejectedInputs"))
                        .map(row -> row.get("name").asString()))
                .contains(name);
        return DynamicTest.dynamicTest(
                name,
                () -> assertThatThrownBy(() -> Manifest.requireCreatable(manifest))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    private static void assertRefused(ThrowingCallable making, String why) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    private static List<Signer> two() {
        return List.of(new Signer(Manifest.DEFAULT_NAMESPACE, A), new Signer(Manifest.DEFAULT_NAMESPACE, B));
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.wrap(new byte[] {1});
    }

    private static Manifest built(JsonNode input) {
        Manifest.Builder builder = Manifest.builder();
        if (has(input, "version")) {
            builder.version(input.get("version").asInt());
        }
        if (has(input, "quorum")) {
            builder.quorum(input.get("quorum").asInt());
        }
        builder.allowPatch(has(input, "allowPatch"));
        addParts(builder, input);
        return builder.build();
    }

    private static void addParts(Manifest.Builder builder, JsonNode input) {
        input.path("signers").forEach(signer -> addSigner(builder, signer));
        input.path("linked").forEach(core -> builder.linked(new CoreKey(hash(core))));
        if (has(input, "prologue")) {
            JsonNode prologue = input.get("prologue");
            builder.prologue(hash(prologue.get("hash")), prologue.get("length").asLong());
        }
        if (has(input, "userData")) {
            builder.userData(ByteBuffer.wrap(hex(input.get("userData"))));
        }
    }

    private static void addSigner(Manifest.Builder builder, JsonNode signer) {
        Hash publicKey = hash(signer.get("publicKey"));
        if (has(signer, "namespace")) {
            builder.signer(new Signer(hash(signer.get("namespace")), publicKey));
        } else {
            builder.signer(publicKey);
        }
    }
}
