package io.corestore.core;

import io.corestore.crypto.TreeSigner;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import java.nio.ByteBuffer;
import reactor.core.publisher.Mono;

/** Signs with the one pair of a log, in place. */
final class PairSigner implements LogSigner {
    private final TreeSigner signer;

    PairSigner(CoreKey key, Manifest manifest, KeyPair keyPair) {
        signer = TreeSigner.of(key, manifest, keyPair);
    }

    @Override
    public Mono<ByteBuffer> sign(Tree tree, Hash rootHash) {
        return Mono.fromSupplier(() -> ByteBuffer.wrap(signer.sign(rootHash, tree.length(), tree.fork()))
                .asReadOnlyBuffer());
    }
}
