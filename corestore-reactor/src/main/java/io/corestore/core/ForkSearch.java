package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.key.Manifest;
import io.corestore.merkle.Reorg;
import io.corestore.merkle.ReorgStep;
import io.corestore.merkle.TreeHasher;
import io.corestore.message.Message;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The way from a log to the tree of a later fork that a peer proves (spec page 10, section 8): which blocks both share is
 * found in rounds. The log stays as it is before {@link #take}. Used by one caller at a time.
 */
public final class ForkSearch {
    private final Log log;
    private final Nodes nodes;
    private final LogState base;
    private final Manifest signers;
    private final Reorg reorg;

    private ForkSearch(Log log, Nodes nodes, LogState base, Manifest signers, Reorg reorg) {
        this.log = log;
        this.nodes = nodes;
        this.base = base;
        this.signers = signers;
        this.reorg = reorg;
    }

    /** Verifies that the owner signed the tree; see {@link Log#search}. */
    static Mono<ForkSearch> of(Log log, Nodes nodes, Message.Data data) {
        return Mono.defer(() -> {
            LogState base = log.state();
            if (data.fork() <= base.fork() || data.upgrade() == null) {
                return Mono.empty();
            }
            Manifest known = base.manifest() == null ? data.manifest() : base.manifest();
            Manifest signers = known == null ? log.assumedManifest() : known;
            Reorg reorg = Reorg.of(base.tree(), known == null ? null : known.prologue(), data, new TreeHasher());
            reorg.requireSigned(log.key(), signers);
            return nodes.run(reorg).thenReturn(new ForkSearch(log, nodes, base, signers, reorg));
        });
    }

    /**
     * Nodes to be asked for, from any block that the peer has.
     *
     * @param among the blocks below them
     * @param levels how far up from the block
     */
    public record Want(BlockRange among, int levels) {}

    /** What is to be asked next; null if all is known. */
    public @Nullable Want want() {
        return reorg.result() instanceof ReorgStep.Want next
                ? new Want(BlockRange.of(next.start(), next.end()), next.nodes())
                : null;
    }

    /** Takes the answer to what was wanted; emits this, and nothing if the answer was of no use. */
    public Mono<ForkSearch> offer(Message.Data data) {
        return Mono.defer(() -> reorg.offer(data) ? nodes.run(reorg).thenReturn(this) : Mono.empty());
    }

    /**
     * Goes over to the fork, durably: what it does not share is dropped. Emits this, and nothing if the log has changed since
     * the search began.
     */
    public Mono<ForkSearch> take() {
        return log.take(this);
    }

    /** The blocks that both share, once all is known. */
    long ancestors() {
        if (reorg.result() instanceof ReorgStep.Finished finished) {
            return finished.ancestors();
        }
        throw new IllegalStateException("it is not known yet which blocks are shared");
    }

    /** The log as it was when the search began. */
    LogState base() {
        return base;
    }

    Reorg reorg() {
        return reorg;
    }

    Manifest signers() {
        return signers;
    }
}
