package io.corestore.core;

import io.corestore.ConflictEvidence;
import io.corestore.error.CorestoreException;
import io.corestore.error.InvalidProofException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.ProofVerifier;
import io.corestore.merkle.TreeHasher;
import io.corestore.message.Message;
import reactor.core.publisher.Mono;

/** Compares a peer's signed tree, proved from the start, with the log's own (spec page 10, section 9). */
final class ConflictCheck {
    private final Log log;
    private final TreeHasher hasher = new TreeHasher();

    ConflictCheck(Log log) {
        this.log = log;
    }

    Mono<Comparison> compare(Message.Data data) {
        Message.UpgradePart upgrade = data.upgrade();
        LogState state = log.state();
        if (upgrade == null
                || upgrade.start() != 0
                || upgrade.length() > state.length()
                || data.fork() != state.fork()) {
            return Mono.just(Comparison.AGREES);
        }
        return Mono.defer(() -> {
                    Hash theirs = signed(data, upgrade);
                    return log.tree()
                            .treeHash(upgrade.length())
                            .map(ours -> ours.equals(theirs) ? Comparison.AGREES : Comparison.CONFLICTS);
                })
                .onErrorReturn(InvalidProofException.class, Comparison.INVALID)
                .onErrorReturn(MissingNodeException.class, Comparison.INVALID)
                .onErrorReturn(CorestoreException.class, Comparison.AGREES);
    }

    /** What a tree that {@link Comparison#CONFLICTS} shows. */
    static ConflictEvidence evidence(Message.Data data, Message.UpgradePart upgrade) {
        return new ConflictEvidence(
                upgrade.length(), data.fork(), new TreeHasher().treeHash(upgrade.nodes()), upgrade.signature());
    }

    /** The hash over the roots of the length asked for, once the proof and its signature hold. */
    private Hash signed(Message.Data data, Message.UpgradePart upgrade) {
        Manifest manifest = log.assumedManifest();
        ProofVerifier.fork(manifest.prologue(), data, hasher).requireSigned(log.key(), manifest);
        return hasher.treeHash(upgrade.nodes());
    }
}
