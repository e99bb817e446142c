package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import io.corestore.crypto.CoreKeys;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.ProofVerifier;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import io.corestore.merkle.VerifiedProof;
import io.corestore.message.Message;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Data of peers, verified one on top of the other and not yet committed. Used by the log's writer alone. */
final class IngestBatch {
    private final Log log;
    private final Nodes nodes;
    private final TreeHasher hasher;
    private final LogState before;
    private final Map<Long, TreeNode> fresh = new HashMap<>();
    private final TreeMap<Long, BlockBytes> blocks = new TreeMap<>();
    private Tree tree;
    private java.nio.ByteBuffer signature;
    private @Nullable Manifest manifest;
    private long shared;
    private boolean changed;

    IngestBatch(Log log, Nodes nodes, TreeHasher hasher) {
        this.log = log;
        this.nodes = nodes;
        this.hasher = hasher;
        before = log.state();
        tree = before.tree();
        signature = before.signature();
        manifest = before.manifest();
        shared = before.length();
    }

    boolean isEmpty() {
        return !changed;
    }

    Mono<Ingested> add(Message.Data data) {
        return Mono.defer(() -> verify(data))
                .onErrorResume(InvalidProofException.class, error -> Mono.just(Ingested.invalid(error)))
                .onErrorResume(MissingNodeException.class, error -> Mono.just(Ingested.UNANCHORED));
    }

    CoreCommit.Builder commit() {
        LogState after = after();
        CoreCommit.Builder commit = CoreCommit.to(after.head())
                .manifest(before.manifest() == null ? after.manifest() : null)
                .nodes(new ArrayList<>(fresh.values()))
                .blocks(new ArrayList<>(blocks.values()));
        if (tree != before.tree()) {
            commit.ancestors(shared);
        }
        ranges().forEach(commit::add);
        return commit;
    }

    /** @param commit what {@link #commit} made */
    void publish(CoreCommit commit) {
        List<LogListener.Stored> arrived = commit.added().stream()
                .map(range -> new LogListener.Stored(range, bytes(range)))
                .toList();
        log.publish(before, after(), shared, commit.nodes(), commit.added(), arrived);
        if (before.manifest() == null && manifest != null) {
            log.emit(new CoreEvent.ManifestLearnt(manifest));
        }
    }

    private long bytes(BlockRange range) {
        long bytes = 0;
        for (BlockBytes block : blocks.subMap(range.start(), range.end()).values()) {
            bytes += block.bytes().remaining();
        }
        return bytes;
    }

    private Mono<Ingested> verify(Message.Data data) {
        Manifest learnt = learn(data.manifest());
        if (data.upgrade() == null && data.block() == null && data.hash() == null && data.seek() == null) {
            return Mono.just(learnt == null || manifest != null ? Ingested.STALE : keep(learnt));
        }
        boolean whole = data.fork() > tree.fork() && tree.length() == 0;
        if (data.fork() != tree.fork() && !whole) {
            return Mono.just(Ingested.STALE);
        }
        Manifest.Prologue prologue = learnt == null ? null : learnt.prologue();
        if (whole) {
            return Mono.just(accept(data, ProofVerifier.fork(prologue, data, hasher), learnt));
        }
        return nodes.run(ProofVerifier.of(tree, prologue, data, hasher, place(data)), fresh::get)
                .map(proof -> accept(data, proof, learnt));
    }

    /** Where the block goes, if the one before it is in this batch. */
    private long place(Message.Data data) {
        BlockBytes before =
                data.block() == null ? null : blocks.get(data.block().index() - 1);
        return before == null
                ? VerifiedProof.NO_BLOCK
                : before.byteOffset() + before.bytes().remaining();
    }

    private Ingested keep(Manifest learnt) {
        manifest = learnt;
        changed = true;
        return Ingested.STORED;
    }

    /** The manifest known after this data: the one known before, else the one sent. */
    private @Nullable Manifest learn(@Nullable Manifest sent) {
        if (manifest != null || sent == null) {
            return manifest;
        }
        if (!CoreKeys.belongs(sent, log.key())) {
            throw new InvalidProofException("Manifest hash does not match");
        }
        return sent;
    }

    private Ingested accept(Message.Data data, VerifiedProof proof, @Nullable Manifest learnt) {
        Tree upgraded = proof.upgraded();
        if (upgraded != null) {
            Manifest signers = learnt == null ? log.assumedManifest() : learnt;
            proof.requireSigned(log.key(), signers);
            shared = upgraded.fork() == before.fork() ? before.length() : 0;
            tree = upgraded;
            signature = proof.signature();
            manifest = signers;
        }
        proof.nodes().forEach(node -> fresh.put(node.index(), node));
        Message.BlockPart block = data.block();
        boolean news = block != null && !log.bitfield().get(block.index());
        if (block != null && news) {
            blocks.put(block.index(), new BlockBytes(block.index(), proof.byteOffset(), block.value()));
        }
        changed |= upgraded != null || news || !proof.nodes().isEmpty();
        return upgraded != null || news || data.block() == null ? Ingested.STORED : Ingested.STALE;
    }

    private LogState after() {
        Hash rootHash = tree == before.tree() ? before.rootHash() : hasher.treeHash(tree.roots());
        return new LogState(tree, rootHash, signature, manifest, contiguous());
    }

    /** Runs of new blocks, ascending. */
    private List<BlockRange> ranges() {
        List<BlockRange> ranges = new ArrayList<>();
        for (long block : blocks.keySet()) {
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).end() == block) {
                ranges.set(last, BlockRange.of(ranges.get(last).start(), block + 1));
            } else {
                ranges.add(BlockRange.of(block, block + 1));
            }
        }
        return ranges;
    }

    private long contiguous() {
        long contiguous = Math.min(before.contiguousLength(), shared);
        for (BlockRange range : ranges()) {
            if (range.contains(contiguous)) {
                contiguous = range.end();
            }
            contiguous = Math.max(
                    contiguous,
                    log.bitfield().nextClear(BlockRange.of(contiguous, Math.max(contiguous, tree.length()))));
        }
        return contiguous;
    }
}
