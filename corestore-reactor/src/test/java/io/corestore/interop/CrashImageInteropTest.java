package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a power cut leaves, once recovered here, opens in Node with the same content. */
@RequiresNode
class CrashImageInteropTest {
    private static final int CORES = 4;
    private static final int ROUNDS = 4;
    private static final int OF_A_MOMENT = 6;
    private static final int AT_ONCE = 50;

    @TempDir
    Path folders;

    @Test
    void nodeOpensWhatWasRecoveredHere() {
        Sweep sweep = Sweep.of("R6 crash images");
        int wanted = Sweep.count(200, 500, 2_000);
        Set<Long> seen = new HashSet<>();
        int cores = 0;
        int workloads = 0;
        try (NodePeer node = NodePeer.start(NodeSet.V6)) {
            while (seen.size() < wanted) {
                Random random = new Random(sweep.seed() + workloads);
                String context = "workload " + workloads + " of " + sweep;
                List<Recovered> recovered =
                        recovered(workloads++, random, seen, Math.min(AT_ONCE, wanted - seen.size()));
                cores += recovered.stream()
                        .mapToInt(each -> each.reports().size())
                        .sum();
                compare(node, recovered, context);
            }
        }
        assertThat(cores).isGreaterThan(wanted);
        sweep.report(seen.size() + " images of " + workloads + " workloads, " + cores + " cores, 0 differences");
    }

    private List<Recovered> recovered(int workload, Random random, Set<Long> seen, int wanted) {
        CrashFs disk = CrashFs.create();
        List<Sequence> sequences = IntStream.range(0, CORES)
                .mapToObj(i -> new Sequence(i, new Random(random.nextLong())))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            work(disk, sequences);
        }
        List<Recovered> recovered = new ArrayList<>();
        while (recovered.size() < wanted) {
            int position = random.nextInt(disk.position() + 1);
            List<CrashImage> images =
                    disk.images(position, random, OF_A_MOMENT).stream().toList();
            CrashImage image = images.get(random.nextInt(images.size()));
            if (seen.contains(image.fingerprint())) {
                continue;
            }
            Path folder = folders.resolve(workload + "-" + recovered.size());
            Recovered next = Recovered.of(image, folder);
            if (!next.reports().isEmpty()) {
                seen.add(image.fingerprint());
                recovered.add(next);
            }
        }
        return recovered;
    }

    private static void work(CrashFs disk, List<Sequence> sequences) {
        Corestore store = await(Corestores.open(disk.path("/store")));
        for (Sequence sequence : sequences) {
            Turns.java(store, sequence, sequence.changes(), "before the cut");
        }
        await(store.close());
    }

    private static void compare(NodePeer node, List<Recovered> recovered, String context) {
        List<Map<String, Object>> folders =
                recovered.stream().map(Recovered::toNode).toList();
        JsonNode answer = await(node.send("folders", Map.of("folders", folders)));
        for (int i = 0; i < recovered.size(); i++) {
            recovered.get(i).isSame(answer.path("folders").path(i), context);
            Folders.delete(recovered.get(i).folder());
        }
    }
}
