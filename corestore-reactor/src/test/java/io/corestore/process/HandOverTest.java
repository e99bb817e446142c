package io.corestore.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.error.StoreLockedException;
import io.corestore.interop.Blocks;
import io.corestore.reactor.Corestores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Two processes and one folder: one has it, the other is told so, and nothing is lost when it changes hands. */
class HandOverTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private static Child opened(Path folder) {
        Child child = Child.start(Holder.class, folder);
        assertThat(child.hear()).isEqualTo("open");
        return child;
    }

    private static List<ByteBuffer> blocks(Corestore store) {
        Core core = store.get("log").block(Pair.SOON);
        return core.read(BlockRange.all()).collectList().block(Pair.SOON);
    }

    @Test
    void folderOfAKilledProcessOpensAtOnceWithAllItAcknowledged() {
        List<ByteBuffer> expected = new ArrayList<>();
        try (Child holder = opened(folder)) {
            for (int i = 0; i < 20; i++) {
                expected.addAll(Blocks.made("child" + i, 0, 3, 20));
                assertThat(holder.ask("append child" + i + " 3")).isEqualTo(String.valueOf(expected.size()));
            }
            Corestores.open(folder).as(StepVerifier::create).verifyError(StoreLockedException.class);
            assertThat(holder.ask("append after-refusal 1")).isEqualTo("61");
            expected.addAll(Blocks.made("after-refusal", 0, 1, 20));
            holder.kill();
            assertThat(holder.end()).isEqualTo(Voice.KILLED);
        }
        Corestore store = Corestores.open(folder).block(Pair.SOON);
        assertThat(blocks(store)).isEqualTo(expected);
        assertThat(store.get("log")
                        .flatMap(core -> core.append(Blocks.made("parent", 0, 1, 20)))
                        .block(Pair.SOON)
                        .length())
                .isEqualTo(62);
        store.close().block(Pair.SOON);
    }

    @Test
    void suspendedProcessesWriteInTurn() {
        List<ByteBuffer> expected = new ArrayList<>();
        Corestore store = Corestores.open(folder).block(Pair.SOON);
        store.suspend().block(Pair.SOON);
        try (Child child = opened(folder)) {
            for (int round = 0; round < ROUNDS; round++) {
                store.resume().as(StepVerifier::create).verifyError(StoreLockedException.class);
                expected.addAll(Blocks.made("child" + round, 0, 4, 20));
                assertThat(child.ask("append child" + round + " 4")).isEqualTo(String.valueOf(expected.size()));
                assertThat(child.ask("suspend")).isEqualTo("suspended");

                store.resume().block(Pair.SOON);
                assertThat(child.ask("resume")).isEqualTo("StoreLockedException");
                assertThat(blocks(store)).isEqualTo(expected);
                List<ByteBuffer> more = Blocks.made("parent" + round, 0, 3, 20);
                store.get("log").flatMap(core -> core.append(more)).block(Pair.SOON);
                expected.addAll(more);
                store.suspend().block(Pair.SOON);

                assertThat(child.ask("append too-soon 1")).isEqualTo("SuspendedException");
                assertThat(child.ask("resume")).isEqualTo("resumed");
                assertThat(child.ask("digest")).isEqualTo(Blocks.digest(expected));
            }
        }
        store.close().block(Pair.SOON);
    }

    @Test
    void suspendedProcessTakesTheFolderFromAKilledOne() {
        Corestore store = Corestores.open(folder).block(Pair.SOON);
        store.get("log")
                .flatMap(core -> core.append(Blocks.made("parent", 0, 2, 20)))
                .block(Pair.SOON);
        store.suspend().block(Pair.SOON);
        try (Child child = opened(folder)) {
            assertThat(child.ask("append child 3")).isEqualTo("5");
            child.kill();
            assertThat(child.end()).isEqualTo(Voice.KILLED);
        }
        store.resume().block(Pair.SOON);
        List<ByteBuffer> expected = new ArrayList<>(Blocks.made("parent", 0, 2, 20));
        expected.addAll(Blocks.made("child", 0, 3, 20));
        assertThat(blocks(store)).isEqualTo(expected);
        store.close().block(Pair.SOON);
    }

    @RepeatedTest(ROUNDS)
    void ofTwoProcessesThatMakeOneFolderOneGetsIt() {
        Path fresh = folder.resolve("fresh");
        String key;
        try (Child one = Child.start(Holder.class, fresh);
                Child two = Child.start(Holder.class, fresh)) {
            List<String> said = new ArrayList<>(List.of(one.hear(), two.hear()));
            assertThat(said).containsExactlyInAnyOrder("open", "StoreLockedException");
            Child winner = said.get(0).equals("open") ? one : two;
            key = winner.ask("key");
            assertThat(winner.ask("append child 2")).isEqualTo("2");
        }
        Corestore store = Corestores.open(fresh).block(Pair.SOON);
        Core core = store.get("log").block(Pair.SOON);
        assertThat(core.key().toHex()).isEqualTo(key);
        assertThat(blocks(store)).isEqualTo(Blocks.made("child", 0, 2, 20));
        store.close().block(Pair.SOON);
    }
}
