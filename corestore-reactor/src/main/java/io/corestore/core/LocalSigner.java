package io.corestore.core;

import io.corestore.Signer;
import io.corestore.crypto.Ed25519;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import reactor.core.publisher.Mono;

/** A key pair that is here, as one signer among several. */
public record LocalSigner(KeyPair keyPair) implements Signer {
    @Override
    public Hash publicKey() {
        return keyPair.publicKey();
    }

    @Override
    public Mono<byte[]> sign(byte[] message) {
        return Mono.fromSupplier(() -> Ed25519.sign(keyPair, message));
    }
}
