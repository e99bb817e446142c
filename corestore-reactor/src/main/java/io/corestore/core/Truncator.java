package io.corestore.core;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.key.Manifest.Prologue;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.util.List;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;

/**
 * Cuts a log back under a new fork (spec page 10, section 5), or to what it shares with one that a peer proves; durable before
 * it is published, whatever the level.
 */
final class Truncator {
    private final Log log;
    private final StoredCore stored;
    private final Nodes nodes;
    private final UnsyncedMark unsynced;

    Truncator(Log log, StoredCore stored, Nodes nodes, UnsyncedMark unsynced) {
        this.log = log;
        this.stored = stored;
        this.nodes = nodes;
        this.unsynced = unsynced;
    }

    /** @param fork above the one now; -1 for the next */
    Mono<Void> truncate(long length, long fork, LogSigner signer) {
        LogState before = log.state();
        long next = fork < 0 ? before.fork() + 1 : fork;
        requireLegal(before, length, next);
        return nodes.load(FlatTree.roots(length)).flatMap(found -> {
            Tree tree = before.tree().truncated(length, next, found);
            Hash rootHash = new TreeHasher().treeHash(tree.roots());
            return log.sign(signer, tree, rootHash)
                    .flatMap(signature -> commit(
                            before,
                            before.cut(length, tree, rootHash, signature, log.assumedManifest()),
                            length,
                            tree.byteLength(),
                            List.of()));
        });
    }

    /** Goes over to a later fork that the owner signed; empty if the log has changed since the search began. */
    Mono<ForkSearch> follow(ForkSearch search) {
        LogState before = log.state();
        if (before.tree() != search.base().tree()) {
            return Mono.empty();
        }
        long shared = search.ancestors();
        long[] roots = FlatTree.roots(shared);
        return nodes.load(roots).flatMap(found -> {
            long kept =
                    LongStream.of(roots).map(root -> found.require(root).size()).sum();
            Tree tree = search.reorg().tree();
            Hash rootHash = new TreeHasher().treeHash(tree.roots());
            LogState after = before.cut(shared, tree, rootHash, search.reorg().signature(), search.signers());
            return commit(before, after, shared, kept, search.reorg().nodes()).thenReturn(search);
        });
    }

    private void requireLegal(LogState before, long length, long fork) {
        Prologue prologue = log.assumedManifest().prologue();
        if (length < 0 || length > before.length()) {
            throw new IllegalArgumentException("a core of " + before.length() + " blocks cannot be cut to " + length);
        }
        if (fork <= before.fork()) {
            throw new IllegalArgumentException(
                    "peers follow forks that grow: " + fork + " is not above " + before.fork());
        }
        if (prologue != null && length < prologue.length()) {
            throw new IllegalArgumentException(
                    "the first " + prologue.length() + " blocks of this core are fixed by its manifest");
        }
    }

    /** The bytes are given back last, when no reader finds its way to them any more; those that cannot be stay. */
    private Mono<Void> commit(LogState before, LogState after, long shared, long kept, List<TreeNode> fresh) {
        CoreCommit.Builder cut = CoreCommit.to(after.head())
                .ancestors(shared)
                .nodes(fresh)
                .manifest(before.manifest() == null ? after.manifest() : null);
        CoreCommit free = CoreCommit.to(after.head())
                .free(ByteRange.of(kept, before.byteLength()))
                .build();
        return unsynced.commit(cut, Durability.SYNC)
                .doOnSuccess(done -> log.publish(before, after, shared, fresh, List.of(), List.of()))
                .then(Mono.defer(() -> stored.commit(free, Durability.SYNC).onErrorComplete()));
    }
}
