package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Manifest.Prologue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the proof that answers a request (spec page 10, section 6). A seek takes a step for each level of the tree,
 * everything else one; {@link #needs} names only nodes that are not roots of the tree.
 *
 * <p>A wrong request is an {@link InvalidRequestException}, thrown by {@link #of} or, for a seek, by {@link #answer}; a
 * node that is not stored a {@link MissingNodeException}.
 */
public final class ProofQuery implements NodeQuery<Proof> {
    private static final long[] NOTHING = {};

    private final Tree tree;
    private final ProofRequest request;
    private @Nullable SeekTarget seek;
    private ProofPlan plan = ProofPlan.EMPTY;
    private long[] needs = NOTHING;
    private @Nullable Proof proof;

    private ProofQuery(Tree tree, ProofRequest request) {
        this.tree = tree;
        this.request = request;
    }

    /**
     * Starts a proof.
     *
     * @param tree the state that is proven; without blocks the proof is empty
     * @param prologue of the core's manifest, if it has one
     */
    public static ProofQuery of(Tree tree, ProofRequest request, @Nullable Prologue prologue) {
        ProofQuery query = new ProofQuery(tree, request.from(prologue));
        query.start();
        return query;
    }

    @Override
    public long[] needs() {
        return needs;
    }

    @Override
    public void answer(NodeLookup nodes) {
        NodeLookup all = tree.over(nodes);
        if (seek != null) {
            seek.answer(all);
        } else {
            proof = build(all);
        }
        proceed();
    }

    @Override
    public Proof result() {
        if (proof == null) {
            throw new IllegalStateException("nodes are still needed");
        }
        return proof;
    }

    private void start() {
        if (tree.length() == 0) {
            proof = build(tree::root);
            return;
        }
        long end = request.end(tree.length());
        if (request.seek() != null && request.upgrade() != null && request.hasTarget() && !request.targetIsKnown()) {
            throw new InvalidRequestException("a seek beside a block or node of the upgrade");
        }
        if (request.hasTarget() && FlatTree.rightSpan(request.target()) >= 2 * end) {
            throw new InvalidRequestException("node " + request.target() + " reaches beyond " + end + " blocks");
        }
        seek = seekTarget(end);
        if (seek == null) {
            plan = ProofPlan.of(request, tree.length(), SeekTarget.NONE);
        }
        proceed();
    }

    private @Nullable SeekTarget seekTarget(long end) {
        if (request.seek() == null) {
            return null;
        }
        if (request.targetIsKnown()) {
            return SeekTarget.below(ProofPlan.top(request, end), tree, request.seek());
        }
        return request.upgrade() == null ? null : SeekTarget.inTree(end, request.seek());
    }

    /** Goes as far as the roots of the tree alone allow. */
    private void proceed() {
        while (proof == null) {
            needs = unknown(seek != null ? seek.needs() : plan.nodes());
            if (needs.length > 0) {
                return;
            }
            if (seek == null) {
                proof = build(tree::root);
            } else if (seek.needs().length > 0) {
                seek.answer(tree::root);
            } else {
                plan = ProofPlan.of(request, tree.length(), seek.result());
                seek = null;
            }
        }
        needs = NOTHING;
    }

    private long[] unknown(long[] indexes) {
        LongList unknown = new LongList();
        for (long index : indexes) {
            if (tree.root(index) == null) {
                unknown.add(index);
            }
        }
        return unknown.toArray();
    }

    private Proof build(NodeLookup nodes) {
        List<TreeNode> additional = resolve(plan.additional(), nodes);
        return new Proof(
                request,
                plan.path() == null ? null : resolve(plan.path(), nodes),
                plan.seek() == null ? null : resolve(plan.seek(), nodes),
                plan.upgrade() == null ? null : resolve(plan.upgrade(), nodes),
                additional);
    }

    private static List<TreeNode> resolve(long[] indexes, NodeLookup nodes) {
        List<TreeNode> resolved = new ArrayList<>(indexes.length);
        for (long index : indexes) {
            resolved.add(nodes.require(index));
        }
        return resolved;
    }
}
