package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.ClosedException;
import io.corestore.message.Message;
import io.corestore.transport.LocalTransport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SeekTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ReadOptions BRIEFLY = ReadOptions.within(Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private Corestore writer;
    private Corestore reader;
    private Core source;

    @BeforeEach
    void open() {
        writer = Corestores.open(folder.resolve("writer")).block(SOON);
        reader = Corestores.open(folder.resolve("reader")).block(SOON);
        source = writer.get("log").block(SOON);
    }

    @AfterEach
    void close() {
        writer.close().block(SOON);
        reader.close().block(SOON);
    }

    @Test
    void everyByteOfALocalCoreIsFound() {
        List<ByteBuffer> blocks = write(50);
        long at = 0;
        for (int block = 0; block < blocks.size(); block++) {
            for (int offset = 1; offset < blocks.get(block).remaining(); offset++) {
                assertThat(source.seek(at + offset, ReadOptions.LOCAL).block(SOON))
                        .isEqualTo(new BlockPosition(block, offset));
            }
            at += blocks.get(block).remaining();
        }
        assertThat(source.seek(0).block(SOON)).isEqualTo(new BlockPosition(0, 0));
        assertThat(source.seek(at).block(SOON)).isEqualTo(new BlockPosition(50, 0));
    }

    @Test
    void sparseReplicaAsksItsPeer() {
        List<ByteBuffer> blocks = write(1_000);
        Core copy = sparse();
        for (int block = 1; block < 1_000; block += 37) {
            if (blocks.get(block).remaining() > 3) {
                assertThat(copy.seek(offset(blocks, block) + 3).block(SOON)).isEqualTo(new BlockPosition(block, 3));
            }
        }
        assertThat(copy.has(BlockRange.of(0, 1)).block(SOON)).isFalse();
        assertThat(copy.contiguousLength()).isZero();
    }

    @Test
    void nodesThatCameForASeekStay() {
        List<ByteBuffer> blocks = write(300);
        Core copy = sparse();
        long bytes = offset(blocks, 200) + 2;
        assertThat(copy.seek(bytes, ReadOptions.LOCAL)
                        .onErrorComplete(BlockUnavailableException.class)
                        .block(SOON))
                .isNull();
        BlockPosition found = copy.seek(bytes).block(SOON);
        assertThat(copy.seek(bytes, ReadOptions.LOCAL).block(SOON)).isEqualTo(found);
    }

    @Test
    void positionBehindTheLastByteWaitsForGrowth() {
        source.append(utf8("abc")).block(SOON);
        source.seek(5)
                .as(StepVerifier::create)
                .then(() -> source.append(utf8("d")).block(SOON))
                .then(() -> source.append(utf8("efg")).block(SOON))
                .expectNext(new BlockPosition(2, 1))
                .verifyComplete();
    }

    @Test
    void optionsEndTheWait() {
        List<ByteBuffer> blocks = write(20);
        long end = offset(blocks, 20);
        source.seek(end + 1, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        source.seek(end + 1, BRIEFLY).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        source.readBytes(ByteRange.of(end - 1, end + 1), BRIEFLY)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyError(BlockUnavailableException.class);
    }

    @Test
    void cancelWithdrawsTheRequest() {
        write(100);
        Sinks.Many<Message> said = Sinks.many().replay().all();
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader, message -> {
            said.tryEmitNext(message);
            return !(message instanceof Message.Request request && request.seek() != null);
        });
        copy.update().block(SOON);
        Disposable seeking = copy.seek(100).subscribe();
        Message.Request asked = said.asFlux()
                .ofType(Message.Request.class)
                .filter(request -> request.seek() != null)
                .blockFirst(SOON);
        seeking.dispose();
        assertThat(said.asFlux().ofType(Message.Cancel.class).blockFirst(SOON).request())
                .isEqualTo(asked.id());
    }

    @Test
    void closedSessionSeeksNothing() {
        source.close().block(SOON);
        source.seek(0).as(StepVerifier::create).verifyError(ClosedException.class);
        source.readBytes(ByteRange.of(0, 1)).as(StepVerifier::create).verifyError(ClosedException.class);
    }

    @Test
    void bytesAreExactlyThoseOfTheRange() {
        byte[] all = bytes(Flux.fromIterable(write(200)));
        for (int start = 0; start < all.length; start += 131) {
            for (int end = start; end <= all.length; end += 397) {
                assertThat(bytes(source.readBytes(ByteRange.of(start, end))))
                        .isEqualTo(Arrays.copyOfRange(all, start, end));
            }
        }
        assertThat(bytes(source.readBytes(ByteRange.all()))).isEqualTo(all);
        assertThat(bytes(source.readBytes(ByteRange.from(all.length + 10)))).isEmpty();
    }

    @Test
    void sparseReplicaFetchesOnlyTheBlocksOfTheRange() {
        List<ByteBuffer> blocks = write(1_000);
        byte[] all = bytes(Flux.fromIterable(blocks));
        Core copy = sparse();
        int start = (int) offset(blocks, 500) + 1;
        assertThat(bytes(copy.readBytes(ByteRange.of(start, start + 100))))
                .isEqualTo(Arrays.copyOfRange(all, start, start + 100));
        assertThat(copy.has(500).block(SOON)).isTrue();
        assertThat(copy.has(499).block(SOON)).isFalse();
        assertThat(copy.has(530).block(SOON)).isFalse();
    }

    @Test
    void bytesAreReadAsTheyAreAskedFor() {
        write(100);
        source.readBytes(ByteRange.all())
                .as(flux -> StepVerifier.create(flux, 2))
                .expectNext(utf8("block 0"), utf8("block 1"))
                .expectNoEvent(Duration.ofMillis(50))
                .thenRequest(1)
                .expectNext(utf8("block 2"))
                .thenCancel()
                .verify(SOON);
    }

    private List<ByteBuffer> write(int count) {
        List<ByteBuffer> blocks = numbered(0, count);
        source.append(blocks).block(SOON);
        return blocks;
    }

    /** A copy that knows the length and no block. */
    private Core sparse() {
        Core copy = reader.get(source.key()).block(SOON);
        LocalTransport.connect(writer::replicate, reader::replicate).subscribe();
        assertThat(copy.update().block(SOON)).isTrue();
        return copy;
    }

    private static long offset(List<ByteBuffer> blocks, int block) {
        return blocks.subList(0, block).stream()
                .mapToLong(ByteBuffer::remaining)
                .sum();
    }

    private static byte[] bytes(Flux<ByteBuffer> slices) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        slices.collectList().block(SOON).forEach(slice -> {
            byte[] part = new byte[slice.remaining()];
            slice.duplicate().get(part);
            all.writeBytes(part);
        });
        return all.toByteArray();
    }
}
