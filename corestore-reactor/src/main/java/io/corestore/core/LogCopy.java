package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.StoredCore;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Copies an image of a log to a new stored core: its head first, then the tree from the roots down, then the blocks in
 * commits of bounded size. What does not lead to the signed root is left out. Each copy is made once.
 */
public final class LogCopy {
    private final LogImage image;
    private final StoredCore target;

    private LogCopy(LogImage image, StoredCore target) {
        this.image = image;
        this.target = target;
    }

    /** What was copied, and which blocks were left out since they are damaged. */
    public record Copied(long blocks, long bytes, List<BlockRange> damaged) {}

    /**
     * Copies to a core that was just made and is not loaded; durable on completion.
     *
     * <p>Errors: {@link TargetFailedException} if the target does; others are of the log.
     *
     * @return empty if the log was truncated meanwhile; what was copied is of no use then
     */
    public static Mono<Copied> of(LogImage image, StoredCore target) {
        return Mono.defer(() -> new LogCopy(image, target).run());
    }

    private Mono<Copied> run() {
        BlockCopy blocks = new BlockCopy(image, this::commit);
        return guarded(target.load())
                .then(Mono.defer(this::copyHead))
                .then(Mono.defer(this::copyTree))
                .then(Mono.defer(blocks::run))
                .then(Mono.defer(() -> guarded(target.checkpoint(head(blocks.contiguousLength())))))
                .then(Mono.fromSupplier(blocks::copied))
                .onErrorResume(error -> image.isOutdated() ? Mono.empty() : Mono.error(error))
                .filter(copied -> !image.isOutdated());
    }

    private Mono<Void> copyHead() {
        LogState state = image.state();
        boolean fresh = state.length() == 0 && state.fork() == 0 && state.manifest() == null;
        CoreCommit.Builder commit = CoreCommit.to(head(0)).manifest(state.manifest());
        return fresh
                ? Mono.empty()
                : commit(commit.ancestors(0).nodes(state.roots()).build());
    }

    private Mono<Void> copyTree() {
        return new TreeCopy(image.log()::readNodes)
                .below(image.state().roots())
                .concatMap(this::commitNodes)
                .then();
    }

    private Mono<Void> commitNodes(List<TreeNode> nodes) {
        return commit(CoreCommit.to(head(0)).nodes(nodes).build());
    }

    private Mono<Void> commit(BlockCopy.Piece piece) {
        CoreCommit.Builder commit =
                CoreCommit.to(head(piece.contiguousLength())).blocks(piece.blocks());
        piece.ranges().forEach(commit::add);
        return commit(commit.build());
    }

    private Mono<Void> commit(CoreCommit commit) {
        return guarded(target.commit(commit, Durability.BUFFERED));
    }

    private CoreHead head(long contiguousLength) {
        return image.state().withContiguousLength(contiguousLength).head();
    }

    private static <T> Mono<T> guarded(Mono<T> work) {
        return work.onErrorMap(TargetFailedException::new);
    }
}
