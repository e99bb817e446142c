package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message.Data;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way from a tree to one of a higher fork (spec page 10, section 8). It runs in rounds: as a query it compares what
 * was received with what is stored and results in the next {@link ReorgStep}; {@link #offer} takes the answer to a want
 * and starts another round. The stored tree stays as it is until the caller applies the outcome: drop everything from
 * the ancestors on, store {@link #nodes}, set {@link #tree} and {@link #signature}.
 *
 * <p>Belongs to one thread at a time.
 */
public final class Reorg implements NodeQuery<ReorgStep> {
    private static final long[] NOTHING = {};

    private final Tree old;
    private final TreeHasher hasher;
    private final Tree tree;
    private final VerifiedProof proof;
    private final TreeMap<Long, TreeNode> nodes = new TreeMap<>();
    private Map<Long, TreeNode> received = new TreeMap<>();
    private @Nullable TreeNode difference;
    private @Nullable ReorgStep step;

    private Reorg(Tree old, Tree tree, VerifiedProof proof, TreeHasher hasher) {
        this.old = old;
        this.hasher = hasher;
        this.tree = tree;
        this.proof = proof;
        receive(proof.nodes());
    }

    /**
     * Starts with a proof of the whole new tree. Who signed it is for {@link #requireSigned} to say, before anything
     * else is asked for.
     *
     * @param old the stored tree
     * @param prologue of the core's manifest, if it has one
     * @throws InvalidProofException if the data prove no whole tree
     * @throws IllegalArgumentException if the data are not of a higher fork
     */
    public static Reorg of(Tree old, @Nullable Prologue prologue, Data data, TreeHasher hasher) {
        if (data.fork() <= old.fork()) {
            throw new IllegalArgumentException("fork " + data.fork() + " is not above " + old.fork());
        }
        VerifiedProof proof = ProofVerifier.fork(prologue, data, hasher);
        Tree tree = proof.upgraded();
        if (tree == null) {
            throw new InvalidProofException("Fork proof without a tree");
        }
        return new Reorg(old, tree, proof, hasher);
    }

    /**
     * Checks who signed the new tree.
     *
     * @throws InvalidProofException if the manifest is not one of this key, or the signature not one of the manifest
     */
    public void requireSigned(CoreKey key, Manifest manifest) {
        proof.requireSigned(key, manifest);
    }

    /** The new tree. */
    public Tree tree() {
        return tree;
    }

    /** The signature of the new tree, as received. */
    public ByteBuffer signature() {
        return proof.signature();
    }

    /**
     * The nodes of the new tree that were received so far, ascending. Those with a hash that is stored are as stored;
     * they are here because storage drops them where they are not below the ancestors.
     */
    public List<TreeNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * Takes an answer to the last {@link ReorgStep.Want}.
     *
     * @return false if the data are of no use: of another fork, or not leading to the node in question
     */
    public boolean offer(Data data) {
        TreeNode wanted = difference;
        if (wanted == null || !(step instanceof ReorgStep.Want) || data.fork() != tree.fork()) {
            return false;
        }
        try {
            ProofPath path = ProofPath.of(data, hasher);
            TreeNode top = path.top();
            if (top == null || top.index() != wanted.index() || !top.hash().equals(wanted.hash())) {
                return false;
            }
            receive(path.nodes());
            return true;
        } catch (InvalidProofException | ArithmeticException useless) {
            return false;
        }
    }

    @Override
    public long[] needs() {
        return step != null
                ? NOTHING
                : received.keySet().stream()
                        .mapToLong(index -> index)
                        .filter(index -> FlatTree.rightSpan(index) < 2 * old.length())
                        .toArray();
    }

    @Override
    public void answer(NodeLookup lookup) {
        NodeLookup stored = old.over(lookup);
        if (difference == null) {
            difference = firstDifferentRoot(stored);
        }
        descend(stored);
        received.forEach((index, node) -> nodes.put(index, differs(node, stored) ? node : stored.require(index)));
        step = nextStep();
    }

    @Override
    public ReorgStep result() {
        if (step == null) {
            throw new IllegalStateException("nodes are still needed");
        }
        return step;
    }

    private void receive(List<TreeNode> more) {
        received = new TreeMap<>();
        more.forEach(node -> received.put(node.index(), node));
        step = null;
        if (needs().length == 0) {
            answer(old::root);
        }
    }

    private @Nullable TreeNode firstDifferentRoot(NodeLookup stored) {
        for (TreeNode root : tree.roots()) {
            if (differs(root, stored)) {
                return root;
            }
        }
        return null;
    }

    /** Goes down to the leftmost difference that the nodes just received show. */
    private void descend(NodeLookup stored) {
        TreeNode at = difference;
        while (at != null && (at.index() & 1) == 1) {
            TreeNode left = received.get(FlatTree.leftChild(at.index()));
            TreeNode right = received.get(FlatTree.rightChild(at.index()));
            if (left == null || right == null) {
                return;
            }
            at = differs(left, stored) ? left : right;
            difference = at;
        }
    }

    private boolean differs(TreeNode node, NodeLookup stored) {
        if (FlatTree.rightSpan(node.index()) >= 2 * old.length()) {
            return true;
        }
        TreeNode known = stored.get(node.index());
        return known == null || !known.hash().equals(node.hash());
    }

    private ReorgStep nextStep() {
        TreeNode at = difference;
        if (at == null) {
            return new ReorgStep.Finished(tree.length());
        }
        long start = FlatTree.leftSpan(at.index()) / 2;
        long end = Math.min(old.length(), FlatTree.rightSpan(at.index()) / 2 + 1);
        int depth = FlatTree.depth(at.index());
        return depth == 0 || start >= end ? new ReorgStep.Finished(start) : new ReorgStep.Want(start, end, depth);
    }
}
