package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeVerifier;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
import java.util.List;
import reactor.core.publisher.Mono;

/** Opens a stored core as a log: its roots must have the hash in its header or, after a recovery, its signature. */
final class LogOpening {
    private LogOpening() {}

    static Mono<Log> open(DiscoveryKey discoveryKey, StoredCore stored, LogOptions options) {
        return stored.load()
                .flatMap(loaded -> open(discoveryKey, loaded, stored, options))
                .onErrorResume(error -> stored.close().then(Mono.error(error)));
    }

    private static Mono<Log> open(DiscoveryKey discoveryKey, LoadedCore loaded, StoredCore stored, LogOptions options) {
        if (!isRight(loaded, loaded.roots())) {
            return mended(discoveryKey, loaded, stored, options);
        }
        Log log = log(discoveryKey, loaded, loaded.roots(), stored, options);
        return options.readOnly()
                ? Mono.just(log)
                : log.firstLost(loaded)
                        .flatMap(stored::loadBefore)
                        .flatMap(rest -> open(discoveryKey, rest, stored, options))
                        .switchIfEmpty(Mono.defer(() -> settled(log, loaded, stored, loaded.recovered())));
    }

    private static Mono<Log> settled(Log log, LoadedCore loaded, StoredCore stored, boolean checkpoint) {
        Mono<Void> moved = checkpoint ? stored.checkpoint(log.state().head()) : Mono.empty();
        return loaded.userData().containsKey(UserData.UNSYNCED)
                ? moved.then(log.inherit()).thenReturn(log)
                : moved.thenReturn(log);
    }

    /** Opens at roots that are computed anew, and stores these. */
    private static Mono<Log> mended(
            DiscoveryKey discoveryKey, LoadedCore loaded, StoredCore stored, LogOptions options) {
        return new RootMender(stored)
                .mend(loaded.roots(), roots -> isRight(loaded, roots))
                .switchIfEmpty(Mono.error(() -> wrong(discoveryKey, loaded)))
                .flatMap(roots -> {
                    Log log = log(discoveryKey, loaded, roots, stored, options);
                    CoreCommit commit =
                            CoreCommit.to(log.state().head()).nodes(roots).build();
                    return options.readOnly()
                            ? Mono.just(log)
                            : stored.commit(commit, Durability.SYNC).then(settled(log, loaded, stored, true));
                });
    }

    private static boolean isRight(LoadedCore loaded, List<TreeNode> roots) {
        try {
            Tree tree = Tree.of(loaded.head().fork(), roots);
            Hash known = loaded.head().rootHash();
            return tree.length() == loaded.head().length()
                    && (known == null ? tree.length() == 0 || isSigned(loaded, tree) : known.equals(tree.treeHash()));
        } catch (ArithmeticException | IllegalArgumentException noRoots) {
            return false;
        }
    }

    private static CoreCorruptException wrong(DiscoveryKey discoveryKey, LoadedCore loaded) {
        return new CoreCorruptException("core " + discoveryKey
                + (loaded.head().rootHash() == null
                        ? ": its log of changes leads to a tree nobody signed"
                        : ": the roots in its tree are not those of its header"));
    }

    private static Log log(
            DiscoveryKey discoveryKey, LoadedCore loaded, List<TreeNode> roots, StoredCore stored, LogOptions options) {
        Tree tree = Tree.of(loaded.head().fork(), roots);
        LogState state = new LogState(
                tree, tree.treeHash(), loaded.head().signature(), loaded.manifest(), contiguous(loaded, tree.length()));
        return new Log(discoveryKey, loaded, state, stored, options);
    }

    private static boolean isSigned(LoadedCore loaded, Tree tree) {
        Manifest known = loaded.manifest();
        Manifest manifest = known == null ? Manifest.single(1, loaded.key().hash()) : known;
        return TreeVerifier.verify(loaded.key(), manifest, tree, loaded.head().signature());
    }

    private static long contiguous(LoadedCore loaded, long length) {
        for (BlockRange range : loaded.present()) {
            if (range.start() == 0) {
                return Math.min(length, range.end());
            }
        }
        return 0;
    }
}
