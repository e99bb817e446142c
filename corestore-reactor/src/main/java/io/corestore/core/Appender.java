package io.corestore.core;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.error.CoreConflictException;
import io.corestore.key.Hash;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeBatch;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Carries out appends that waited together: hashed, signed once, committed once, then published. */
final class Appender {
    private final Log log;
    private final UnsyncedMark unsynced;
    private final TreeHasher hasher = new TreeHasher();

    Appender(Log log, UnsyncedMark unsynced) {
        this.log = log;
        this.unsynced = unsynced;
    }

    /** All of one signer. */
    Mono<Void> append(List<Write.Append> group) {
        return Mono.defer(() -> carryOut(group))
                .doOnError(error -> group.forEach(write -> write.fail(error)))
                .onErrorComplete();
    }

    private Mono<Void> carryOut(List<Write.Append> group) {
        LogState before = log.state();
        LogAppend first = group.get(0).append();
        requireBase(first, before);
        TreeBatch batch = TreeBatch.of(before.tree(), hasher);
        PrologueCheck prologue = PrologueCheck.of(before, log.assumedManifest());
        List<BlockBytes> blocks = new ArrayList<>();
        List<Appended> outcomes = new ArrayList<>(group.size());
        for (Write.Append write : group) {
            long index = batch.length();
            for (ByteBuffer block : write.append().blocks()) {
                ByteBuffer bytes = write.append().stored(block, batch.length(), before.fork());
                blocks.add(new BlockBytes(batch.length(), batch.byteLength(), bytes));
                batch.append(bytes);
                prologue.reached(batch);
            }
            outcomes.add(new Appended(index, batch.length(), batch.byteLength()));
        }
        if (blocks.isEmpty()) {
            tell(group, outcomes);
            return Mono.empty();
        }
        prologue.requireReached(batch.length());
        Tree tree = batch.tree();
        Hash rootHash = hasher.treeHash(tree.roots());
        return log.sign(first.signer(), tree, rootHash)
                .flatMap(signature -> commit(
                        before.grown(tree, rootHash, signature, log.assumedManifest()),
                        batch,
                        blocks,
                        strongest(group)))
                .then(Mono.fromRunnable(() -> tell(group, outcomes)));
    }

    private Mono<Void> commit(LogState after, TreeBatch batch, List<BlockBytes> blocks, Durability durability) {
        LogState before = log.state();
        BlockRange added = BlockRange.of(before.length(), after.length());
        CoreCommit.Builder commit = CoreCommit.to(after.head())
                .ancestors(before.length())
                .manifest(before.manifest() == null ? after.manifest() : null)
                .nodes(batch.nodes())
                .blocks(blocks)
                .add(added);
        return unsynced.commit(commit, durability)
                .doOnSuccess(
                        done -> log.publish(before, after, before.length(), batch.nodes(), List.of(added), List.of()));
    }

    private static Durability strongest(List<Write.Append> group) {
        return group.stream().anyMatch(write -> write.append().durability() == Durability.SYNC)
                ? Durability.SYNC
                : Durability.BUFFERED;
    }

    private void requireBase(LogAppend append, LogState now) {
        Tree base = append.base();
        if (base != null && (base.length() != now.length() || base.fork() != now.fork())) {
            throw new CoreConflictException("core " + log.discoveryKey() + " has " + now.length() + " blocks at fork "
                    + now.fork() + " by now, not " + base.length() + " at fork " + base.fork());
        }
    }

    private static void tell(List<Write.Append> group, List<Appended> outcomes) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done(outcomes.get(i));
        }
    }
}
