package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes the parts of a proof consist of (spec page 10, section 6). Null stands for a part that is absent.
 *
 * @param path of the block or node asked for, upwards; a node itself comes first
 * @param seek of the byte position asked for, upwards from the node that answers it
 * @param upgrade from the requester's length to the one asked for
 * @param additional from there to the length of the tree
 */
record ProofPlan(long @Nullable [] path, long @Nullable [] seek, long @Nullable [] upgrade, long[] additional) {
    private static final long[] NOTHING = {};

    /** The proof of a tree without blocks, and the answer to a request for nothing. */
    static final ProofPlan EMPTY = new ProofPlan(null, null, null, NOTHING);

    /**
     * The plan for a request.
     *
     * @param length of the tree, at least 1
     * @param seekTarget what {@link SeekTarget} found, or {@link SeekTarget#NONE}
     */
    static ProofPlan of(ProofRequest request, long length, long seekTarget) {
        return new Planner(request, length, seekTarget).plan();
    }

    /** Every node of the plan, ascending, each once. */
    long[] nodes() {
        LongList all = new LongList();
        for (long[] part : new long @Nullable [][] {path, seek, upgrade, additional}) {
            all.addAll(part == null ? NOTHING : part);
        }
        return all.sorted();
    }

    /** The node at which the path of a target in the known part ends: {@code levels} above it. */
    static long top(ProofRequest request, long end) {
        long top = request.target();
        for (long level = 0; level < request.levels(); level++) {
            top = FlatTree.parent(top);
            if (FlatTree.covers(top, 2 * end)) {
                throw new InvalidRequestException("a path of " + request.levels() + " nodes up from " + request.target()
                        + " leaves a tree of " + end + " blocks");
            }
        }
        return top;
    }

    /** Makes one plan. */
    private static final class Planner {
        private final ProofRequest request;
        private final long length;
        private final long end;
        private final long seekTarget;
        private long @Nullable [] path;
        private long @Nullable [] seek;

        Planner(ProofRequest request, long length, long seekTarget) {
            this.request = request;
            this.length = length;
            this.end = request.end(length);
            this.seekTarget = seekTarget;
        }

        ProofPlan plan() {
            if (request.targetIsKnown()) {
                planPath(top(request, end));
            }
            long @Nullable [] upgrade = request.upgrade() == null ? null : upgrade(request.start(), end, true);
            if (request.hasTarget() && path == null) {
                throw new InvalidRequestException(
                        "node " + request.target() + " is neither known nor part of the upgrade");
            }
            return new ProofPlan(path, seek, upgrade, upgrade == null ? NOTHING : upgrade(end, length, false));
        }

        private void planPath(long top) {
            LongList nodes = startPath();
            for (long at = request.target(); at != top; at = FlatTree.parent(at)) {
                long sibling = FlatTree.sibling(at);
                if (seekTarget != sibling && seekTarget >= 0 && FlatTree.covers(sibling, seekTarget)) {
                    seek = seekPath(sibling);
                } else {
                    nodes.add(sibling);
                }
            }
            path = nodes.toArray();
        }

        private LongList startPath() {
            LongList nodes = new LongList();
            if (request.block() == null) {
                nodes.add(request.target());
            }
            return nodes;
        }

        private long[] seekPath(long top) {
            LongList nodes = new LongList();
            nodes.add(seekTarget);
            Climb.siblings(nodes, seekTarget, top);
            return nodes.toArray();
        }

        private long[] upgrade(long from, long to, boolean withTargets) {
            LongList nodes = new LongList();
            Climb.upgrade(from, to, node -> {
                if (!withTargets || !planTarget(node)) {
                    nodes.add(node);
                }
            });
            return nodes.toArray();
        }

        /** Puts the path of a target below a node of the upgrade in the place of this node, if there is one. */
        private boolean planTarget(long node) {
            if (path != null || seek != null) {
                return false;
            }
            if (request.hasTarget()) {
                return planTargetPath(node);
            }
            boolean found = seekTarget >= 0 && FlatTree.covers(node, seekTarget);
            if (found) {
                seek = seekPath(node);
            }
            return found;
        }

        private boolean planTargetPath(long node) {
            long target = request.target();
            boolean found = FlatTree.covers(node, target);
            if (found) {
                LongList nodes = startPath();
                Climb.siblings(nodes, target, node);
                path = nodes.toArray();
            }
            return found;
        }
    }
}
