package io.corestore.core;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.crypto.TreeSigner;
import io.corestore.key.Hash;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeBatch;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Carries out appends that waited together: hashed, signed once, committed once, then published. */
final class Appender {
    private final Log log;
    private final StoredCore stored;
    private final Durability durability;
    private final TreeHasher hasher = new TreeHasher();

    Appender(Log log, StoredCore stored, Durability durability) {
        this.log = log;
        this.stored = stored;
        this.durability = durability;
    }

    /** All of one signer. */
    Mono<Void> append(List<Write.Append> group) {
        TreeSigner signer = group.get(0).signer();
        LogState before = log.state();
        TreeBatch batch = TreeBatch.of(before.tree(), hasher);
        List<BlockBytes> blocks = new ArrayList<>();
        List<Appended> outcomes = new ArrayList<>(group.size());
        for (Write.Append write : group) {
            long first = batch.length();
            for (ByteBuffer block : write.blocks()) {
                blocks.add(new BlockBytes(batch.length(), batch.byteLength(), block));
                batch.append(block);
            }
            outcomes.add(new Appended(first, batch.length(), batch.byteLength()));
        }
        if (blocks.isEmpty()) {
            tell(group, outcomes);
            return Mono.empty();
        }
        LogState after = signed(before, batch.tree(), signer);
        BlockRange added = BlockRange.of(before.length(), after.length());
        CoreCommit commit = CoreCommit.to(after.head())
                .ancestors(before.length())
                .manifest(before.manifest() == null ? after.manifest() : null)
                .nodes(batch.nodes())
                .blocks(blocks)
                .add(added)
                .build();
        return stored.commit(commit, durability)
                .doOnSuccess(done -> {
                    log.publish(before, after, before.length(), commit.nodes(), List.of(added), List.of());
                    tell(group, outcomes);
                })
                .doOnError(error -> group.forEach(write -> write.fail(error)))
                .onErrorComplete();
    }

    private LogState signed(LogState before, Tree tree, TreeSigner signer) {
        Hash rootHash = hasher.treeHash(tree.roots());
        byte[] signature = signer.sign(rootHash, tree.length(), tree.fork());
        long contiguous = before.contiguousLength() == before.length() ? tree.length() : before.contiguousLength();
        return new LogState(
                tree,
                rootHash,
                ByteBuffer.wrap(signature).asReadOnlyBuffer(),
                before.manifest() == null ? log.assumedManifest() : before.manifest(),
                contiguous);
    }

    private static void tell(List<Write.Append> group, List<Appended> outcomes) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done(outcomes.get(i));
        }
    }
}
