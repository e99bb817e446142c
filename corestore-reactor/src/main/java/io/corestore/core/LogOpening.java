package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeVerifier;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
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
        Log log = new Log(discoveryKey, loaded, verified(discoveryKey, loaded), stored, options);
        if (options.readOnly()) {
            return Mono.just(log);
        }
        return log.firstLost(loaded)
                .flatMap(stored::loadBefore)
                .flatMap(rest -> open(discoveryKey, rest, stored, options))
                .switchIfEmpty(Mono.defer(() -> settled(log, loaded, stored)));
    }

    private static Mono<Log> settled(Log log, LoadedCore loaded, StoredCore stored) {
        Mono<Void> checkpoint =
                loaded.recovered() ? stored.checkpoint(log.state().head()) : Mono.empty();
        return loaded.userData().containsKey(UserData.UNSYNCED)
                ? checkpoint.then(log.inherit()).thenReturn(log)
                : checkpoint.thenReturn(log);
    }

    private static LogState verified(DiscoveryKey discoveryKey, LoadedCore loaded) {
        Tree tree = Tree.of(loaded.head().fork(), loaded.roots());
        Hash rootHash = tree.treeHash();
        Hash stored = loaded.head().rootHash();
        if (tree.length() != loaded.head().length() || stored != null && !stored.equals(rootHash)) {
            throw new CoreCorruptException(
                    "core " + discoveryKey + ": the roots in its tree are not those of its header");
        }
        if (stored == null && tree.length() > 0 && !isSigned(loaded, tree)) {
            throw new CoreCorruptException(
                    "core " + discoveryKey + ": its log of changes leads to a tree nobody signed");
        }
        return new LogState(
                tree, rootHash, loaded.head().signature(), loaded.manifest(), contiguous(loaded, tree.length()));
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
