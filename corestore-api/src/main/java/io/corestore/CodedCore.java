package io.corestore;

import io.corestore.error.DecodingException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A core seen through a codec. */
record CodedCore<T>(Core core, Codec<T> codec) implements TypedCore<T> {
    CodedCore {
        Objects.requireNonNull(codec, "codec");
    }

    @Override
    public Mono<Appended> append(List<T> values) {
        return Mono.defer(() -> core.append(values.stream().map(codec::encode).toList()));
    }

    @Override
    public Flux<Appended> appendAll(Publisher<T> values) {
        return core.appendAll(Flux.from(values).map(codec::encode));
    }

    @Override
    public Mono<T> get(long index, ReadOptions options) {
        return core.get(index, options).map(block -> decode(index, block));
    }

    @Override
    public Flux<T> read(BlockRange range, ReadOptions options) {
        return decodeFrom(range.start(), core.read(range, options));
    }

    @Override
    public Flux<T> follow(long from) {
        return decodeFrom(from, core.follow(from));
    }

    private Flux<T> decodeFrom(long start, Flux<ByteBuffer> blocks) {
        return blocks.index((passed, block) -> decode(start + passed, block));
    }

    /** A codec of the user's own may fail in any way: it is the block that is not a value. */
    private T decode(long index, ByteBuffer block) {
        try {
            return Objects.requireNonNull(codec.decode(block), "the codec made no value of it");
        } catch (RuntimeException failure) {
            throw new DecodingException(
                    "block " + index + " of core " + core.discoveryKey() + ": " + failure.getMessage(), failure);
        }
    }
}
