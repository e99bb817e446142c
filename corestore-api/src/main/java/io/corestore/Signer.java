package io.corestore;

import io.corestore.key.Hash;
import reactor.core.publisher.Mono;

/**
 * Signs for one public key, wherever its secret half is: in this process, in a KMS or HSM, at a co-signer across the
 * network. A core is written by one writer at a time, so its appends wait for the signature; those that wait together
 * share one.
 */
public interface Signer {
    /** The Ed25519 public key. */
    Hash publicKey();

    /**
     * The 64 bytes of the Ed25519 signature (RFC 8032) of a message of 80 or 112 bytes (spec page 10, section 3).
     * Subscribed to once a commit, on any thread; must not block. It is verified before it is used. An error fails the
     * appends that wait for it; nothing of them is in the core then. Cancelled when the core closes.
     */
    Mono<byte[]> sign(byte[] message);
}
