package io.corestore.key;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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

    /** Starts a manifest with the defaults of Node (spec page 11, section 1). */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks that a core can be made of a manifest; one that a peer sends may be as it likes.
     *
     * @throws IllegalArgumentException if signers cannot reach the quorum, nobody can sign and there is no prologue, or a
     *     field is not of this version
     */
    public static void requireCreatable(Manifest manifest) {
        CreationChecks.require(manifest);
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

    /** Collects a manifest; each method changes this builder and returns it. */
    public static final class Builder {
        private final List<Signer> signers = new ArrayList<>();
        private final List<Hash> linked = new ArrayList<>();
        private @Nullable Integer version;
        private @Nullable Integer quorum;
        private @Nullable Prologue prologue;
        private @Nullable ByteBuffer userData;
        private boolean allowPatch;

        private Builder() {}

        /** 0 to 3; default 1, or 2 with linked cores or user data. Version 10 of hypercore knows 0 and 1 only. */
        public Builder version(int number) {
            version = number;
            return this;
        }

        /** How many signatures a tree needs; default more than half of the signers. */
        public Builder quorum(int signatures) {
            quorum = signatures;
            return this;
        }

        /** Adds a signer in the default namespace. */
        public Builder signer(Hash publicKey) {
            return signer(new Signer(DEFAULT_NAMESPACE, publicKey));
        }

        public Builder signer(Signer signer) {
            signers.add(signer);
            return this;
        }

        /** Adds signers in the default namespace. */
        public Builder signers(List<Hash> publicKeys) {
            publicKeys.forEach(this::signer);
            return this;
        }

        /** Fixes the first {@code length} blocks by their tree hash. */
        public Builder prologue(Hash treeHash, long length) {
            prologue = new Prologue(treeHash, length);
            return this;
        }

        /** Whether a signer may have signed a longer tree than the one agreed on; default false. */
        public Builder allowPatch(boolean allowed) {
            allowPatch = allowed;
            return this;
        }

        /** Adds a related core. */
        public Builder linked(CoreKey core) {
            linked.add(core.hash());
            return this;
        }

        /** Free bytes; the position stays. */
        public Builder userData(ByteBuffer bytes) {
            userData = bytes.asReadOnlyBuffer();
            return this;
        }

        /**
         * The manifest, checked by {@link Manifest#requireCreatable}.
         *
         * @throws IllegalArgumentException if no core can be made of it
         */
        public Manifest build() {
            int usual = linked.isEmpty() && userData == null ? 1 : 2;
            int majority = signers.isEmpty() ? 0 : signers.size() / 2 + 1;
            Manifest manifest = new Manifest(
                    version == null ? usual : version,
                    allowPatch,
                    quorum == null ? majority : quorum,
                    signers,
                    prologue,
                    linked,
                    userData);
            requireCreatable(manifest);
            return manifest;
        }
    }
}
