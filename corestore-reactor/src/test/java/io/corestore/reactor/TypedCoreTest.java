package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.BlockRange;
import io.corestore.Codec;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.TypedCore;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.DecodingException;
import io.corestore.json.JsonCodec;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TypedCoreTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Corestore store;
    private Core core;

    record Entry(String name, long size) {}

    @BeforeEach
    void open() {
        store = Corestores.open(MemoryStorage.create()).block(SOON);
        core = store.get("log").block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    @Test
    void recordsAreAppendedAndReadBack() {
        TypedCore<Entry> entries = core.as(JsonCodec.of(Entry.class));
        List<Entry> written = List.of(new Entry("a", 1), new Entry("b", 2), new Entry("c", 3));
        assertThat(entries.append(written.get(0)).block(SOON).length()).isEqualTo(1);
        assertThat(entries.append(written.subList(1, 3)).block(SOON).length()).isEqualTo(3);
        assertThat(core.get(0).block(SOON)).isEqualTo(utf8("{\"name\":\"a\",\"size\":1}"));
        assertThat(entries.get(1).block(SOON)).isEqualTo(written.get(1));
        entries.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(written)
                .verifyComplete();
    }

    @Test
    void streamOfValuesIsAppendedInOrder() {
        TypedCore<String> text = core.as(Codec.utf8());
        List<String> values =
                Flux.range(0, 500).map(i -> "value " + i).collectList().block();
        text.appendAll(Flux.fromIterable(values))
                .as(StepVerifier::create)
                .thenConsumeWhile(done -> true)
                .verifyComplete();
        text.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(values)
                .verifyComplete();
    }

    @Test
    void followerDecodesWhatIsThereAndWhatComes() {
        TypedCore<String> text = core.as(Codec.utf8());
        text.append(List.of("a", "b")).block(SOON);
        text.follow(1)
                .take(2)
                .as(StepVerifier::create)
                .expectNext("b")
                .then(() -> text.append("c").block(SOON))
                .expectNext("c")
                .verifyComplete();
    }

    @Test
    void valueIsEncodedOnEachSubscription() {
        List<String> encoded = new ArrayList<>();
        TypedCore<String> counting = core.as(new Codec<>() {
            @Override
            public ByteBuffer encode(String value) {
                encoded.add(value);
                return utf8(value);
            }

            @Override
            public String decode(ByteBuffer block) {
                return Blocks.text(block);
            }
        });
        var append = counting.append("x");
        assertThat(encoded).isEmpty();
        append.then(append).block(SOON);
        assertThat(encoded).containsExactly("x", "x");
        assertThat(core.length()).isEqualTo(2);
    }

    @Test
    void valueWithoutBlockFailsItsAppendAlone() {
        TypedCore<String> text = core.as(Codec.utf8());
        text.append(List.of("good", "\ud83d")).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        assertThat(core.length()).isZero();
        text.appendAll(Flux.just("good", "\ud83d", "never"))
                .as(StepVerifier::create)
                .thenConsumeWhile(done -> true)
                .verifyError(IllegalArgumentException.class);
        text.append("next").block(SOON);
        text.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNext("good", "next")
                .verifyComplete();
    }

    @Test
    void tooLargeValueFailsItsAppend() {
        core.as(Codec.bytes())
                .append(new byte[(15 << 20) + 1])
                .as(StepVerifier::create)
                .verifyError(IllegalArgumentException.class);
    }

    @Test
    void blockThatIsNoValueEndsTheStreamAndIsNamed() {
        TypedCore<Entry> entries = core.as(JsonCodec.of(Entry.class));
        entries.append(List.of(new Entry("a", 1), new Entry("b", 2))).block(SOON);
        core.append(utf8("garbage")).block(SOON);
        entries.append(new Entry("d", 4)).block(SOON);
        entries.read(BlockRange.from(1))
                .as(StepVerifier::create)
                .expectNext(new Entry("b", 2))
                .verifyErrorSatisfies(error -> assertNamesBlock(error, 2));
        entries.follow(2).as(StepVerifier::create).verifyErrorSatisfies(error -> assertNamesBlock(error, 2));
        entries.get(2).as(StepVerifier::create).verifyErrorSatisfies(error -> assertNamesBlock(error, 2));
        assertThat(entries.get(3).block(SOON)).isEqualTo(new Entry("d", 4));
    }

    @Test
    void codecThatFailsInItsOwnWayIsADecodingError() {
        core.append(utf8("not a number")).block(SOON);
        Codec<Integer> digits = new Codec<>() {
            @Override
            public ByteBuffer encode(Integer value) {
                return utf8(value.toString());
            }

            @Override
            public Integer decode(ByteBuffer block) {
                return Integer.valueOf(Blocks.text(block));
            }
        };
        core.as(digits)
                .get(0)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(DecodingException.class)
                        .hasCauseInstanceOf(NumberFormatException.class));
    }

    @Test
    void missingBlockIsTreatedAsTheOptionsSay() {
        TypedCore<byte[]> bytes = core.as(Codec.bytes());
        bytes.get(0, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        bytes.read(BlockRange.of(0, 1), ReadOptions.LOCAL)
                .as(StepVerifier::create)
                .verifyError(BlockUnavailableException.class);
        assertThat(bytes.core()).isSameAs(core);
    }

    @Test
    void errorOfTheSourceIsTheErrorOfTheStream() {
        core.as(Codec.utf8())
                .appendAll(Flux.concat(Mono.just("a"), Mono.error(new IllegalStateException("over"))))
                .as(StepVerifier::create)
                .thenConsumeWhile(done -> true)
                .verifyErrorMessage("over");
    }

    @Test
    void codecIsNeeded() {
        assertThatThrownBy(() -> core.as(null)).isInstanceOf(NullPointerException.class);
    }

    private void assertNamesBlock(Throwable error, long index) {
        assertThat(error)
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("block " + index)
                .hasMessageContaining(core.discoveryKey().toString());
    }
}
