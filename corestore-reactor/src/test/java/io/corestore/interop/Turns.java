package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.process.Change;
import io.corestore.process.Change.Kind;
import io.corestore.process.Pair;
import io.corestore.reactor.Corestores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Sequences of one folder, which Java and Node change in turn; the last turn only reads. */
final class Turns {
    private static final int TURNS = 4;
    private final Path folder;
    private final NodePeer node;
    private final Random random;
    private final String context;
    private final List<Sequence> sequences;

    /** @param context what is said when something is wrong */
    Turns(Path folder, NodePeer node, int count, Random random, String context) {
        this.folder = folder;
        this.node = node;
        this.random = random;
        this.context = context;
        this.sequences = IntStream.range(0, count)
                .mapToObj(i -> new Sequence(i, new Random(random.nextLong())))
                .toList();
    }

    /** Takes all turns; the number of changes made. */
    int run() {
        int changes = 0;
        boolean java = random.nextBoolean();
        for (int turn = 0; turn < TURNS; turn++) {
            boolean last = turn == TURNS - 1;
            List<List<Change>> plan = sequences.stream()
                    .map(sequence -> last ? List.<Change>of() : sequence.changes())
                    .toList();
            if (java) {
                java(plan);
            } else {
                node(plan);
            }
            java = !java;
            changes += plan.stream().mapToInt(List::size).sum();
        }
        return changes;
    }

    private void java(List<List<Change>> plan) {
        Corestore store = await(Corestores.open(folder));
        try {
            for (int i = 0; i < plan.size(); i++) {
                java(store, sequences.get(i), plan.get(i), context);
            }
        } finally {
            await(store.close());
        }
    }

    /** Reads a core, changes it, and reads it again. */
    static void java(Corestore store, Sequence sequence, List<Change> changes, String context) {
        Corestore place = store;
        for (String namespace : sequence.namespaces()) {
            place = place.namespace(namespace);
        }
        Core core = await(place.get(sequence.options()));
        Report before = Report.of(core);
        for (Change change : changes) {
            if (change.kind() == Kind.REOPEN) {
                await(core.close());
                core = await(place.get(sequence.options()));
            } else {
                await(Pair.make(change, core));
            }
        }
        Report after = changes.isEmpty() ? before : Report.of(core);
        await(core.close());
        sequence.took("Java", changes, before, after, context);
    }

    private void node(List<List<Change>> plan) {
        List<Map<String, Object>> cores = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            cores.add(sequences.get(i).toNode(plan.get(i)));
        }
        JsonNode answer = await(node.send("sequences", Map.of("folder", folder.toString(), "cores", cores)));
        for (int i = 0; i < plan.size(); i++) {
            JsonNode said = answer.path("cores").path(i);
            assertThat(said.path("error").asString(""))
                    .as("%s: %s", context, cores.get(i))
                    .isEmpty();
            sequences.get(i).took("Node", plan.get(i), report(said, "before"), report(said, "after"), context);
        }
    }

    private static Report report(JsonNode said, String when) {
        return NodePeer.JSON.treeToValue(said.path(when), Report.class);
    }
}
