package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a proof against a tree (spec page 10, section 7, steps 2 to 5). {@link #of} hashes everything; {@link #needs}
 * then names, in one step, the stored node that the proof has to agree with and what the block's byte offset takes.
 *
 * <p>A proof that does not hold is an {@link InvalidProofException}, thrown by {@link #of} or {@link #answer}; one that
 * ends at a node that is not stored is a {@link MissingNodeException}, and may hold once that node is there. The
 * signature of an upgrade is not looked at here: see {@link VerifiedProof#requireSigned}.
 *
 * <p>Node hashes vouch for sums of sizes only. The sizes of a block's path follow from its bytes and those of an
 * upgrade from its signature; the lowest two nodes of a hash or seek part may have shifted bytes between them.
 */
public final class ProofVerifier implements NodeQuery<VerifiedProof> {
    private static final long[] NOTHING = {};

    private final Tree local;
    private final Data data;
    private final ProofPath path;
    private final List<TreeNode> grown;
    private final @Nullable Tree tree;
    private final boolean connected;
    private final NodeMap given;
    private final @Nullable ByteOffset offset;
    private final long knownOffset;
    private long[] needs;
    private @Nullable VerifiedProof result;

    private ProofVerifier(Tree local, @Nullable Prologue prologue, Data data, TreeHasher hasher, long knownOffset) {
        this.local = local;
        this.knownOffset = knownOffset;
        this.data = data;
        path = ProofPath.of(data, hasher);
        UpgradePart upgrade = data.upgrade();
        if (upgrade == null) {
            tree = null;
            grown = List.of();
            connected = path.top() == null;
        } else {
            UpgradeBuilder builder = new UpgradeBuilder(local.roots(), hasher);
            NodeQueue queue = new NodeQueue(upgrade.nodes(), path.top());
            tree = builder.apply(upgrade, queue, prologue, data.fork());
            grown = builder.nodes();
            connected = queue.usedExtra();
        }
        given = given();
        offset = offset();
        needs = collectNeeds();
    }

    /**
     * Hashes a proof of the tree's fork.
     *
     * @param local the tree to extend, or to agree with
     * @param prologue of the core's manifest, if it has one
     * @throws InvalidProofException if the parts of the proof do not fit together or to the tree
     * @throws IllegalArgumentException if the data are of another fork
     */
    public static ProofVerifier of(Tree local, @Nullable Prologue prologue, Data data, TreeHasher hasher) {
        return of(local, prologue, data, hasher, VerifiedProof.NO_BLOCK);
    }

    /**
     * As {@link #of(Tree, Prologue, Data, TreeHasher)}, for a block whose place is known, as it is after the block
     * before it: no node is needed to find it.
     *
     * @param byteOffset of the block, {@link VerifiedProof#NO_BLOCK} where it is not known
     */
    public static ProofVerifier of(
            Tree local, @Nullable Prologue prologue, Data data, TreeHasher hasher, long byteOffset) {
        if (data.fork() != local.fork()) {
            throw new IllegalArgumentException("data of fork " + data.fork() + " at fork " + local.fork());
        }
        try {
            ProofVerifier verifier = new ProofVerifier(local, prologue, data, hasher, byteOffset);
            if (verifier.needs.length == 0) {
                verifier.answer(local::root);
            }
            return verifier;
        } catch (ArithmeticException sizes) {
            throw new InvalidProofException("Sizes out of bounds", sizes);
        }
    }

    /**
     * Verifies a proof of a whole tree of another fork, from its first block (section 8, step 1).
     *
     * @throws InvalidProofException if it proves no whole tree, or if one of its parts is not below that tree
     */
    public static VerifiedProof fork(@Nullable Prologue prologue, Data data, TreeHasher hasher) {
        if (data.upgrade() == null || data.upgrade().start() != 0) {
            throw new InvalidProofException("Fork proof without an upgrade from the start");
        }
        Tree empty = Tree.empty(data.fork());
        return of(empty, prologue, data, hasher).run(empty::root);
    }

    @Override
    public long[] needs() {
        return needs;
    }

    @Override
    public void answer(NodeLookup nodes) {
        NodeLookup stored = local.over(nodes);
        compare(stored);
        result = new VerifiedProof(
                newNodes(stored),
                tree != null && tree.length() > local.length() ? tree : null,
                data.upgrade() == null ? ByteBuffer.allocate(0) : data.upgrade().signature(),
                path.leaf(),
                offset == null ? knownOffset : offset.run(over(given, stored)));
        needs = NOTHING;
    }

    @Override
    public VerifiedProof result() {
        if (result == null) {
            throw new IllegalStateException("nodes are still needed");
        }
        return result;
    }

    private NodeMap given() {
        List<TreeNode> all = new ArrayList<>(path.nodes());
        all.addAll(grown);
        if (connected) {
            all.addAll(local.roots());
        }
        return NodeMap.of(all);
    }

    private @Nullable ByteOffset offset() {
        TreeNode top = path.top();
        Tree whole = connected ? tree : local;
        if (top != null && !connected && FlatTree.rightSpan(top.index()) >= 2 * local.length()) {
            throw new InvalidProofException("Expected tree node " + top.index() + " from storage, got none");
        }
        return path.leaf() == null || whole == null || knownOffset >= 0
                ? null
                : ByteOffset.of(whole, path.leaf().index());
    }

    private long[] collectNeeds() {
        LongList wanted = new LongList();
        if (path.top() != null && !connected) {
            wanted.add(path.top().index());
        }
        for (long index : offset == null ? NOTHING : offset.needs()) {
            if (given.get(index) == null) {
                wanted.add(index);
            }
        }
        for (TreeNode loose : path.loose()) {
            if (FlatTree.rightSpan(loose.index()) < 2 * local.length()) {
                wanted.add(loose.index());
            }
        }
        LongList unknown = new LongList();
        for (long index : wanted.sorted()) {
            if (local.root(index) == null) {
                unknown.add(index);
            }
        }
        return unknown.toArray();
    }

    private void compare(NodeLookup stored) {
        TreeNode top = path.top();
        if (top == null || connected) {
            return;
        }
        TreeNode known = stored.get(top.index());
        if (known == null) {
            throw new MissingNodeException(top.index());
        }
        if (!known.hash().equals(top.hash())) {
            throw new InvalidProofException("Invalid checksum at node " + top.index());
        }
    }

    /** Everything given and computed, but for what is stored: that stays, unless only the new size is vouched for. */
    private List<TreeNode> newNodes(NodeLookup stored) {
        TreeMap<Long, TreeNode> nodes = new TreeMap<>();
        path.nodes().forEach(node -> nodes.put(node.index(), node));
        for (TreeNode loose : path.loose()) {
            if (stored.get(loose.index()) != null) {
                nodes.remove(loose.index());
            }
        }
        TreeNode top = path.top();
        TreeNode known = top == null || connected ? null : stored.get(top.index());
        if (top != null && known != null && (!path.hashed() || known.size() == top.size())) {
            nodes.remove(top.index());
        }
        grown.forEach(node -> nodes.put(node.index(), node));
        return List.copyOf(nodes.values());
    }

    private static NodeLookup over(NodeLookup first, NodeLookup second) {
        return index -> {
            TreeNode node = first.get(index);
            return node != null ? node : second.get(index);
        };
    }
}
