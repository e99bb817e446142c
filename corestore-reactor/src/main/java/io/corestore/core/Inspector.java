package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.merkle.NodeLookup;
import io.corestore.merkle.NodeMap;
import io.corestore.merkle.SubtreeCheck;
import io.corestore.merkle.SubtreeCheck.Placed;
import io.corestore.merkle.SubtreeCheck.Verdict;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads nodes and blocks again as they are stored, whatever was verified before, and judges them from the roots down.
 * Changes nothing. What a writer changes meanwhile may look wrong; what was found counts if the writer finds it too.
 */
final class Inspector {
    private final Log log;
    private final StoredCore stored;
    private final LeafReader leaves;

    Inspector(Log log, StoredCore stored) {
        this.log = log;
        this.stored = stored;
        this.leaves = new LeafReader(stored);
    }

    /** What is wrong with the blocks of a range, and with the nodes that lead to them or are near these. */
    Mono<Findings> inspect(BlockRange range) {
        return steps(range, (top, findings) -> findings).reduce(Findings.NONE, Findings::and);
    }

    /** The parts of the log in which something is wrong, from the top down. */
    Flux<BlockRange> suspects() {
        BlockRange all = BlockRange.of(0, log.state().length());
        return steps(all, (top, findings) -> findings.isSound() ? BlockRange.of(0, 0) : part(top))
                .filter(part -> part.length() > 0);
    }

    /** Where to look again: all below a node low in the tree, the way to one block for those above. */
    private static BlockRange part(long top) {
        BlockRange blocks = span(top);
        return FlatTree.depth(top) <= SubtreeCheck.LEVELS ? blocks : BlockRange.of(blocks.start(), blocks.start() + 1);
    }

    static BlockRange span(long node) {
        return BlockRange.of(FlatTree.leftSpan(node) / 2, FlatTree.rightSpan(node) / 2 + 1);
    }

    /** Makes something of what was found below one node. */
    private interface Step<T> {
        T of(long top, Findings findings);
    }

    private <T> Flux<T> steps(BlockRange range, Step<T> step) {
        return Flux.defer(() -> {
            Tree tree = log.state().tree();
            List<Placed> roots = new ArrayList<>();
            long offset = 0;
            for (TreeNode root : tree.roots()) {
                roots.add(new Placed(root, offset));
                offset += root.size();
            }
            return below(roots, range, step);
        });
    }

    private <T> Flux<T> below(List<Placed> tops, BlockRange range, Step<T> step) {
        return Flux.fromIterable(tops)
                .filter(top -> meets(top.node().index(), range))
                .concatMap(top -> below(top, range, step), 1);
    }

    private <T> Flux<T> below(Placed top, BlockRange range, Step<T> step) {
        return stored.readNodes(SubtreeCheck.needs(top.node().index())).flatMapMany(read -> {
            NodeLookup nodes = NodeMap.of(read);
            Verdict verdict = SubtreeCheck.below(top, nodes, new TreeHasher());
            List<Placed> next = verdict.reached().stream()
                    .filter(placed -> (placed.node().index() & 1) == 1)
                    .toList();
            return judge(verdict, nodes, range)
                    .map(findings -> step.of(top.node().index(), findings))
                    .concatWith(Flux.defer(() -> below(next, range, step)));
        });
    }

    private Mono<Findings> judge(Verdict verdict, NodeLookup nodes, BlockRange range) {
        List<Placed> reached = new ArrayList<>(verdict.reached());
        List<TreeNode> fixes = new ArrayList<>(verdict.fixes());
        List<Long> cut = new ArrayList<>();
        long[] lost = {0};
        return Flux.fromIterable(verdict.open())
                .filter(open -> holdsAnything(open.node().index(), nodes))
                .concatMap(open -> leaves.mend(open, nodes).doOnNext(mended -> {
                    if (mended.isEmpty()) {
                        cut.add(open.node().index());
                        lost[0] += storedBelow(open.node().index(), nodes);
                    }
                    reached.addAll(mended);
                    mended.stream()
                            .map(Placed::node)
                            .filter(node -> !node.equals(nodes.get(node.index())))
                            .forEach(fixes::add);
                }))
                .then(Mono.defer(() -> leaves.wrong(wanted(reached, range))))
                .map(bad -> new Findings(fixes, cut, bad, fixes.size() + lost[0]));
    }

    private List<Placed> wanted(List<Placed> reached, BlockRange range) {
        return reached.stream()
                .filter(placed -> (placed.node().index() & 1) == 0)
                .filter(placed -> range.contains(placed.node().index() / 2))
                .filter(placed -> log.bitfield().get(placed.node().index() / 2))
                .toList();
    }

    private boolean holdsAnything(long node, NodeLookup nodes) {
        return storedBelow(node, nodes) > 0 || log.bitfield().containsAny(span(node));
    }

    private static int storedBelow(long node, NodeLookup nodes) {
        return (nodes.get(FlatTree.leftChild(node)) == null ? 0 : 1)
                + (nodes.get(FlatTree.rightChild(node)) == null ? 0 : 1);
    }

    private static boolean meets(long node, BlockRange range) {
        return FlatTree.leftSpan(node) / 2 < range.end() && FlatTree.rightSpan(node) / 2 >= range.start();
    }
}
