package io.corestore.core;

import io.corestore.Signer;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeVerifier;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Makes the signature that is stored with a state of one log. Appends of one signer share a signature. */
public interface LogSigner {
    /** The signature as stored, read-only; nothing happens before subscription. */
    Mono<ByteBuffer> sign(Tree tree, Hash rootHash);

    /** A pair that is here. */
    static LogSigner of(CoreKey key, Manifest manifest, KeyPair keyPair) {
        return manifest.signers().size() > 1
                ? of(key, () -> manifest, List.of(new LocalSigner(keyPair)))
                : new PairSigner(key, manifest, keyPair);
    }

    /**
     * Signers that may be elsewhere.
     *
     * @param manifest of the log when it is written
     */
    static LogSigner of(CoreKey key, Supplier<Manifest> manifest, List<Signer> signers) {
        return new QuorumSigner(key, manifest, signers);
    }

    /** A signature that was made for one state, verified against it. */
    static LogSigner given(CoreKey key, Supplier<Manifest> manifest, ByteBuffer signature) {
        ByteBuffer stored = signature.duplicate().asReadOnlyBuffer();
        return (tree, rootHash) -> Mono.fromSupplier(() -> {
            if (!TreeVerifier.verify(key, manifest.get(), tree, stored)) {
                throw new InvalidProofException("the signature given is not one of core " + key + " with "
                        + tree.length() + " blocks at fork " + tree.fork() + ": collect it again");
            }
            return stored.duplicate();
        });
    }
}
