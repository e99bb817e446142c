package io.corestore.crypto;

import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;

/**
 * Signs the states of one core (spec page 11, sections 3 to 5). What comes out is what is stored and sent: an envelope
 * of one proof for a manifest of version 1 and above with one signer, else the 64 bytes of one signer. May be used by
 * any thread.
 */
public final class TreeSigner {
    private static final int ENVELOPE_HEAD = 2;
    private static final int ENVELOPE_TAIL = 2;

    private final CoreKey key;
    private final Manifest manifest;
    private final KeyPair keyPair;
    private final int signer;

    private TreeSigner(CoreKey key, Manifest manifest, KeyPair keyPair, int signer) {
        this.key = key;
        this.manifest = manifest;
        this.keyPair = keyPair;
        this.signer = signer;
    }

    /**
     * A signer of the core with this key and manifest.
     *
     * @throws NotWritableException if the pair has no secret key or is none of the manifest's signers
     */
    public static TreeSigner of(CoreKey key, Manifest manifest, KeyPair keyPair) {
        int signer = manifest.signerIndex(keyPair.publicKey());
        if (signer < 0) {
            throw new NotWritableException("the key pair is none of the declared signers of core " + key);
        }
        if (!keyPair.hasSecretKey()) {
            throw new NotWritableException("the key pair of core " + key + " has no secret key");
        }
        return new TreeSigner(key, manifest, keyPair, signer);
    }

    /** The signature to store for a tree of this hash, length and fork. */
    public byte[] sign(Hash treeHash, long length, long fork) {
        byte[] signature = signRaw(treeHash, length, fork);
        boolean envelope = manifest.version() > 0 && manifest.signers().size() == 1 && !manifest.isCompatFor(key);
        return envelope ? envelope(signature) : signature;
    }

    /** The 64 bytes of this signer alone, to be put into an envelope with those of others. */
    public byte[] signRaw(Hash treeHash, long length, long fork) {
        return Ed25519.sign(keyPair, TreeSignable.of(key, manifest, signer, treeHash, length, fork));
    }

    /** The position of this signer in the manifest. */
    public int signer() {
        return signer;
    }

    /** One proof, of signer 0, without patch; no nodes. */
    private static byte[] envelope(byte[] signature) {
        byte[] envelope = new byte[ENVELOPE_HEAD + signature.length + ENVELOPE_TAIL];
        envelope[0] = 1;
        System.arraycopy(signature, 0, envelope, ENVELOPE_HEAD, signature.length);
        return envelope;
    }
}
