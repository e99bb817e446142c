package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.NotWritableException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** {@link Core#snapshot}: stable whatever the core does. */
class SnapshotTest extends StoreTest {
    @Test
    void snapshotStaysAsItWasWhileTheCoreGrows() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        var info = core.info().block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        core.append(numbered(10, 20)).block(SOON);
        assertThat(snapshot.isSnapshot()).isTrue();
        assertThat(snapshot.length()).isEqualTo(10);
        assertThat(snapshot.info().block(SOON).treeHash()).isEqualTo(info.treeHash());
        assertThat(snapshot.treeHash(10).block(SOON)).isEqualTo(info.treeHash());
        snapshot.follow(8)
                .as(StepVerifier::create)
                .expectNextSequence(numbered(8, 10))
                .verifyComplete();
        snapshot.get(10).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        snapshot.append(utf8("x")).as(StepVerifier::create).verifyError(NotWritableException.class);
    }

    @Test
    void blocksOfAnotherForkAreNeverRead() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        core.truncate(5).then(core.append(numbered(50, 60))).block(SOON);
        assertThat(snapshot.length()).isEqualTo(10);
        assertThat(snapshot.fork()).isZero();
        assertThat(snapshot.get(4).block(SOON)).isEqualTo(utf8("block 4"));
        snapshot.get(5).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        snapshot.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 5))
                .verifyError(BlockUnavailableException.class);
    }

    @Test
    void whoWaitsForABlockThatIsCutIsTold() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        core.clear(8).block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        snapshot.read(BlockRange.of(7, 10))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .then(() -> core.truncate(3).block(SOON))
                .expectError(BlockUnavailableException.class)
                .verify(SOON);
    }

    @Test
    void sessionsOfASnapshotSeeTheSame() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        core.append(numbered(3, 6)).block(SOON);
        Core again = snapshot.session(CoreOptions.defaults().withWritable(true)).block(SOON);
        assertThat(again.length()).isEqualTo(3);
        assertThat(again.writable()).isFalse();
    }

    @Test
    void bytesEndWhereTheSnapshotEnds() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        core.append(numbered(5, 10)).block(SOON);
        assertThat(content(snapshot, ByteRange.from(28))).isEqualTo("block 4");
        assertThat(content(snapshot, ByteRange.of(28, 100))).isEqualTo("block 4");
        assertThat(snapshot.seek(35).block(SOON)).isEqualTo(new BlockPosition(5, 0));
        snapshot.seek(36).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        snapshot.readBytes(ByteRange.of(36, 40)).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
    }

    @Test
    void bytesThatWereCutAreLostAndTheOthersStay() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        Core snapshot = core.snapshot().block(SOON);
        core.truncate(3).block(SOON);
        assertBytesFromTheThirdBlockAreLost(snapshot);
        core.append(Blocks.sized(5, 100)).block(SOON);
        assertBytesFromTheThirdBlockAreLost(snapshot);
    }

    private static void assertBytesFromTheThirdBlockAreLost(Core snapshot) {
        assertThat(snapshot.seek(20).block(SOON)).isEqualTo(new BlockPosition(2, 6));
        assertThat(snapshot.seek(21).block(SOON)).isEqualTo(new BlockPosition(3, 0));
        assertThat(content(snapshot, ByteRange.of(14, 21))).isEqualTo("block 2");
        for (long lost : new long[] {22, 34}) {
            snapshot.seek(lost)
                    .as(StepVerifier::create)
                    .expectError(BlockUnavailableException.class)
                    .verify(SOON);
        }
        snapshot.readBytes(ByteRange.of(14, 30))
                .as(StepVerifier::create)
                .thenConsumeWhile(utf8("block 2")::equals)
                .expectError(BlockUnavailableException.class)
                .verify(SOON);
    }

    private static String content(Core core, ByteRange range) {
        return core.readBytes(range)
                .map(Blocks::text)
                .collect(Collectors.joining())
                .block(SOON);
    }
}
