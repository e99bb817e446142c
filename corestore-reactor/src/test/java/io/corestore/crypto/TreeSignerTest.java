package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.CompactWriter;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is signed for a core of each kind of key, and in which form it is stored (spec page 10, section 3). */
final class TreeSignerTest {
    private static final KeyPair ONE = Ed25519.fromSeed(new byte[32]);
    private static final KeyPair OTHER = Ed25519.fromSeed(filled());
    private static final Hash TREE = new Hash(1, 2, 3, 4);

    @Test
    void aCompatCoreSignsTheTreeAlone() {
        Manifest manifest = Manifest.single(1, ONE.publicKey());
        CoreKey key = new CoreKey(ONE.publicKey());
        byte[] signed = new CompactWriter()
                .hash(Namespaces.TREE)
                .hash(TREE)
                .uint64(7)
                .uint64(3)
                .toBytes();

        assertThat(TreeSigner.of(key, manifest, ONE).sign(TREE, 7, 3)).isEqualTo(Ed25519.sign(ONE, signed));
    }

    @Test
    void aCoreOfManifestVersion0SignsTheNamespaceOfItsSigner() {
        Manifest manifest = Manifest.single(0, ONE.publicKey());
        byte[] signature =
                TreeSigner.of(CoreKeys.keyOf(manifest), manifest, ONE).sign(TREE, 7, 3);

        assertThat(signature).isEqualTo(Ed25519.sign(ONE, signed(Manifest.DEFAULT_NAMESPACE)));
    }

    @Test
    void aCoreOfManifestVersion1SignsItsKeyAndStoresAnEnvelope() {
        Manifest manifest = Manifest.single(1, ONE.publicKey());
        CoreKey key = CoreKeys.keyOf(manifest);
        TreeSigner signer = TreeSigner.of(key, manifest, ONE);
        byte[] envelope = signer.sign(TREE, 7, 3);

        assertThat(signer.signRaw(TREE, 7, 3)).isEqualTo(Ed25519.sign(ONE, signed(key.hash())));
        assertThat(envelope).hasSize(68).startsWith(1, 0).endsWith(0, 0);
        assertThat(Arrays.copyOfRange(envelope, 2, 66)).isEqualTo(signer.signRaw(TREE, 7, 3));
    }

    @Test
    void oneOfSeveralSignersSignsForItselfAlone() {
        Manifest manifest = Manifest.builder()
                .quorum(2)
                .signer(OTHER.publicKey())
                .signer(ONE.publicKey())
                .build();
        TreeSigner signer = TreeSigner.of(CoreKeys.keyOf(manifest), manifest, ONE);

        assertThat(signer.signer()).isOne();
        assertThat(signer.sign(TREE, 7, 3)).hasSize(64).isEqualTo(signer.signRaw(TREE, 7, 3));
    }

    @Test
    void whoIsNoSignerOrHasNoSecretCannotSign() {
        Manifest manifest = Manifest.single(1, ONE.publicKey());
        CoreKey key = CoreKeys.keyOf(manifest);

        assertThatThrownBy(() -> TreeSigner.of(key, manifest, OTHER))
                .isInstanceOf(NotWritableException.class)
                .hasMessageContaining("none of the declared signers");
        assertThatThrownBy(() -> TreeSigner.of(key, manifest, KeyPair.publicOnly(ONE.publicKey())))
                .isInstanceOf(NotWritableException.class)
                .hasMessageContaining("no secret key");
    }

    private static byte[] signed(Hash namespace) {
        return new CompactWriter()
                .hash(Namespaces.TREE)
                .hash(namespace)
                .hash(TREE)
                .uint64(7)
                .uint64(3)
                .toBytes();
    }

    private static byte[] filled() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 5);
        return seed;
    }
}
