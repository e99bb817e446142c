package io.corestore.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.storage.test.Sweep;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Java and Node change the same cores in turn, at random, and see the same after every turn. */
@RequiresNode
class NodeDifferentialSweepTest {
    private static final int IN_A_FOLDER = 25;
    private static final int FOLDERS_OF_A_PEER = 100;
    private static final int AT_ONCE = 2;

    @TempDir
    Path folders;

    @Test
    void bothSidesSeeTheSameAfterEveryTurn() {
        Sweep sweep = Sweep.of("R6 differential");
        int count = Sweep.count(200, 2_000, 50_000) / IN_A_FOLDER;
        int changes = 0;
        for (int from = 0; from < count; from += FOLDERS_OF_A_PEER) {
            try (NodePeer node = NodePeer.start(NodeSet.V6)) {
                changes += Flux.range(from, Math.min(FOLDERS_OF_A_PEER, count - from))
                        .flatMap(
                                folder -> Mono.fromSupplier(() -> run(sweep, node, folder))
                                        .subscribeOn(Schedulers.boundedElastic()),
                                AT_ONCE)
                        .reduce(0, Integer::sum)
                        .block();
            }
        }
        assertThat(changes).isGreaterThan(count * IN_A_FOLDER);
        sweep.report(count * IN_A_FOLDER + " sequences, " + changes + " changes, 0 differences");
    }

    private int run(Sweep sweep, NodePeer node, int number) {
        Path folder = folders.resolve("folder-" + number);
        Random random = new Random(sweep.seed() + number);
        int changes = new Turns(folder, node, IN_A_FOLDER, random, "folder " + number + " of " + sweep).run();
        Folders.delete(folder);
        return changes;
    }
}
