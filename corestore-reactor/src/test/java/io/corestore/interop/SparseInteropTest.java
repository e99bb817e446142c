package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.Extension;
import io.corestore.message.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Node readers that wait at a store for what it does not have: they are not kept busy, and served once it has it. */
@RequiresNode
class SparseInteropTest extends TwoPeers {
    private static final int BLOCKS = 300;
    private static final int SIZE = 10;
    private static final int ROUND_TRIPS = 200;

    /** Hypercore 11 wants the same range again after each answer for as long as its seek waits (spec page 13, section 6). */
    @Test
    void aSeekThatWaitsDoesNotKeepBothSidesBusy() {
        try (JavaPeer java = java();
                NodePeer writer = node(NodeSet.V7, "writer");
                NodePeer reader = node(NodeSet.V7, "reader")) {
            NodeInfo written = await(writer.named("sparse").appendMade("node", 0, BLOCKS, SIZE, BLOCKS));
            int port = await(writer.serve());
            java.connect(port);
            Core sparse = java.keyed(written.key());
            JavaPeer.awaitLength(sparse, BLOCKS);
            await(sparse.downloadBlocks(List.of(0L, 1L, 299L)).then());
            await(writer.disconnect());
            LongSupplier wants = java.traffic().received(Message.Want.class::isInstance);
            NodeCore seeking = reader.keyed(written.key());
            await(seeking.greet("greet"));
            await(reader.connect(java.serve()));
            await(seeking.awaitLength(BLOCKS));
            Mono<BlockPosition> found = seeking.seek(157 * SIZE + 3).cache();
            found.subscribe(position -> {}, error -> {});
            roundTrips(sparse);
            assertThat(wants.getAsLong()).isLessThan(20);
            java.connect(port);
            await(sparse.download(BlockRange.of(0, BLOCKS)).then());
            assertThat(await(found)).isEqualTo(new BlockPosition(157, 3));
        }
    }

    /** Hypercore 10 asks for ever for what is advertised and not served (spec page 13, section 5). */
    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aBlockThatTurnsOutDamagedIsNotAskedForWithoutEnd(NodeSet set) throws IOException {
        NodeInfo written;
        try (JavaPeer java = java();
                NodePeer writer = node(set, "writer")) {
            written = await(writer.named("damaged").appendMade("node", 0, BLOCKS, SIZE, BLOCKS));
            java.connect(await(writer.serve()));
            JavaPeer.download(java.keyed(written.key()), BLOCKS);
        }
        damage(123);
        try (JavaPeer java = java();
                NodePeer reader = node(set, "reader")) {
            Core source = java.keyed(written.key());
            LongSupplier requests = java.traffic().received(SparseInteropTest::isRequestOfDamaged);
            NodeCore copy = reader.keyed(written.key());
            await(copy.greet("greet"));
            await(reader.connect(java.serve()));
            await(copy.awaitLength(BLOCKS));
            source.events()
                    .ofType(CoreEvent.Damaged.class)
                    .next()
                    .as(StepVerifier::create)
                    .then(() -> await(copy.downloadAll()))
                    .expectNext(new CoreEvent.Damaged(BlockRange.of(123, 124)))
                    .expectComplete()
                    .verify(JavaPeer.LIMIT);
            await(copy.read(0, 123).then(copy.read(124, BLOCKS)));
            roundTrips(source);
            assertThat(requests.getAsLong()).isBetween(1L, 5L);
            try (NodePeer writer = node(set, "writer")) {
                java.connect(await(writer.serve()));
                assertThat(await(copy.read(123, 124))).containsExactly(Blocks.made("node", 123, SIZE));
                assertThat(requests.getAsLong()).isLessThan(10);
            }
        }
    }

    private static boolean isRequestOfDamaged(Message message) {
        return message instanceof Message.Request request
                && request.block() != null
                && request.block().index() == 123;
    }

    /** Changes a block in the one data file of the Java store. */
    private void damage(int block) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("java"))) {
            Path data = files.filter(file -> file.endsWith("data")).findFirst().orElseThrow();
            try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[SIZE]), (long) block * SIZE);
            }
        }
    }

    /** Many messages to and fro, so that what would go on without end has the time to. */
    private static void roundTrips(Core core) {
        Extension extension = core.extension("greet");
        ByteBuffer hello = ByteBuffer.wrap(new byte[] {'h', 'i'});
        await(Flux.range(0, ROUND_TRIPS)
                .concatMap(i -> Flux.merge(
                                extension.messages(),
                                extension.broadcast(hello.duplicate()).then(Mono.<Extension.Received>empty()))
                        .next())
                .then());
    }
}
