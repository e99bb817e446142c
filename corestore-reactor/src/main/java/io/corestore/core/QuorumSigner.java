package io.corestore.core;

import io.corestore.Signer;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSignable;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.PartialSignature;
import io.corestore.merkle.SignatureEnvelope;
import io.corestore.merkle.Tree;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks all signers at once; the first valid signatures that reach the manifest's quorum are stored (spec page 11, sections
 * 4 and 5). Who fails, or signs something else, counts as not there.
 */
final class QuorumSigner implements LogSigner {
    private final CoreKey key;
    private final Supplier<Manifest> manifest;
    private final List<Signer> signers;

    QuorumSigner(CoreKey key, Supplier<Manifest> manifest, List<Signer> signers) {
        this.key = key;
        this.manifest = manifest;
        this.signers = List.copyOf(signers);
    }

    @Override
    public Mono<ByteBuffer> sign(Tree tree, Hash rootHash) {
        return Mono.defer(() -> {
            Manifest rules = manifest.get();
            List<Signer> declared = signers.stream()
                    .filter(signer -> rules.signerIndex(signer.publicKey()) >= 0)
                    .toList();
            int quorum = Math.max(1, rules.quorum());
            return Flux.fromIterable(declared)
                    .flatMapDelayError(signer -> ask(signer, rules, tree, rootHash), Math.max(1, declared.size()), 1)
                    .take(quorum)
                    .collectList()
                    .onErrorMap(failed -> refused(quorum, declared.size(), failed))
                    .map(proofs -> stored(rules, proofs, quorum));
        });
    }

    private Mono<PartialSignature> ask(Signer signer, Manifest rules, Tree tree, Hash rootHash) {
        int position = rules.signerIndex(signer.publicKey());
        byte[] message = TreeSignable.of(key, rules, position, rootHash, tree.length(), tree.fork());
        return Mono.defer(() -> signer.sign(message.clone())).map(signature -> {
            if (!Ed25519.verify(signer.publicKey(), signature, message)) {
                throw new NotWritableException("signer " + signer.publicKey().toHex() + " gave a signature of core "
                        + key + " that is not valid");
            }
            return new PartialSignature(position, signature, 0, List.of());
        });
    }

    private ByteBuffer stored(Manifest rules, List<PartialSignature> proofs, int quorum) {
        if (proofs.size() < quorum) {
            throw refused(quorum, proofs.size(), null);
        }
        boolean plain =
                rules.signers().size() == 1 && (rules.isCompatFor(key) || rules.version() == 0 && !rules.allowPatch());
        byte[] signature =
                plain ? proofs.get(0).signature() : SignatureEnvelope.of(proofs).encode(rules.version());
        return ByteBuffer.wrap(signature).asReadOnlyBuffer();
    }

    private NotWritableException refused(int quorum, int signed, @org.jspecify.annotations.Nullable Throwable failed) {
        return new NotWritableException(
                "core " + key + " needs " + quorum + " signatures, and " + signed
                        + " of the signers given could be asked: give more of its signers, or a signature made elsewhere",
                failed);
    }
}
