package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.contract.DuplexContract;
import io.corestore.key.CoreKey;
import io.corestore.reactor.Blocks;
import io.corestore.reactor.Corestores;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every transport owes two stores, beyond what it owes any two ends. */
@ExtendWith(BufferLeaks.class)
interface TransportContract extends DuplexContract {
    /** What may be on its way to an end that does not read: sockets of both ends, a frame or two, a batch of messages. */
    long IN_FLIGHT = 32 << 20;

    @Test
    default void twoStoresReadEachOther() {
        List<ByteBuffer> blocks = Stream.concat(Blocks.numbered(0, 300).stream(), Blocks.sized(3, 5 << 20).stream())
                .toList();
        Mono.zip(Corestores.open(MemoryStorage.create()), Corestores.open(MemoryStorage.create()))
                .flatMapMany(stores -> Flux.usingWhen(
                        joined(stores.getT1(), stores.getT2()),
                        connection -> Flux.concat(
                                carried(stores.getT1(), stores.getT2(), blocks),
                                carried(stores.getT2(), stores.getT1(), blocks)),
                        connection -> Mono.fromRunnable(connection::dispose)
                                .then(Mono.when(
                                        stores.getT1().close(), stores.getT2().close()))))
                .collectList()
                .as(StepVerifier::create)
                .assertNext(read -> assertThat(read.equals(
                                Stream.concat(blocks.stream(), blocks.stream()).toList()))
                        .isTrue())
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    default void bytesOnTheirWayToAnEndThatDoesNotReadAreBounded() {
        AtomicLong said = new AtomicLong();
        Disposable connection = connect(Talker.of(said), Talker.deaf());
        assertThat(Talker.settled(said)).isBetween(1L, IN_FLIGHT);
        connection.dispose();
    }

    @Test
    default void bytesOnTheirWayToADiallerThatDoesNotReadAreBounded() {
        AtomicLong said = new AtomicLong();
        Disposable connection = connect(Talker.deaf(), Talker.of(said));
        assertThat(Talker.settled(said)).isBetween(1L, IN_FLIGHT);
        connection.dispose();
    }

    private Mono<Disposable> joined(Corestore first, Corestore second) {
        return Mono.fromCallable(() -> connect(first::replicate, second::replicate))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Flux<ByteBuffer> carried(Corestore writer, Corestore reader, List<ByteBuffer> blocks) {
        Mono<CoreKey> written = writer.get("log")
                .flatMap(core -> core.append(blocks).thenReturn(core))
                .map(Core::key);
        return written.flatMapMany(key -> reader.use(
                CoreOptions.keyed(key), core -> core.update().thenMany(core.read(BlockRange.of(0, blocks.size())))));
    }
}
