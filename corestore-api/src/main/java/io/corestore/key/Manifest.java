package io.corestore.key;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign a core, and how many of them must. Its hash is the core's key, unless the core is compat (spec page 11).
 *
 * @param version 0 to 3
 * @param allowPatch whether a signer may have signed a longer tree than the one agreed on
 * @param quorum how many signatures a tree needs
 * @param signers who may sign
 * @param prologue the fixed beginning of the core, if it has one
 * @param linked keys of related cores, without meaning for verification (version 2 and above)
 * @param userData free bytes, read-only (version 2 and above)
 */
public record Manifest(
        int version,
        boolean allowPatch,
        int quorum,
        List<Signer> signers,
        @Nullable Prologue prologue,
        List<Hash> linked,
        @Nullable ByteBuffer userData) {

    /** The namespace of a signer that was given none. */
    public static final Hash DEFAULT_NAMESPACE =
            Hash.fromHex("4144eea531e483d54e0c14f4ca68e0644f355343ff6fcb0f005200e12cd747cb");

    public Manifest {
        if (version < 0 || version > 3) {
            throw new IllegalArgumentException("unknown manifest version " + version);
        }
        signers = List.copyOf(signers);
        linked = List.copyOf(linked);
        userData = userData == null ? null : userData.asReadOnlyBuffer();
    }

    /** A manifest of one signer in the default namespace. */
    public static Manifest single(int version, Hash publicKey) {
        return new Manifest(
                version, false, 1, List.of(new Signer(DEFAULT_NAMESPACE, publicKey)), null, List.of(), null);
    }

    /** Whether a core of this key and manifest is compat: its key is the public key of its one signer. */
    public boolean isCompatFor(CoreKey key) {
        return signers.size() == 1 && signers.get(0).publicKey().equals(key.hash());
    }

    /** The position of the signer with this public key, or -1. */
    public int signerIndex(Hash publicKey) {
        for (int i = 0; i < signers.size(); i++) {
            if (signers.get(i).publicKey().equals(publicKey)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * One who may sign, with Ed25519.
     *
     * @param namespace 32 bytes that version 0 signs along
     * @param publicKey the signer's public key
     */
    public record Signer(Hash namespace, Hash publicKey) {}

    /**
     * The fixed beginning of a core.
     *
     * @param hash the tree hash over the first {@code length} blocks
     * @param length in blocks
     */
    public record Prologue(Hash hash, long length) {}
}
