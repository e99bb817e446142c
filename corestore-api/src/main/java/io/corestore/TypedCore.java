package io.corestore;

import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A core whose blocks are values of a type: see {@link Core#as}. It opens and closes nothing; what is said of the methods
 * of {@link Core} holds here too: laziness, demand, cancel, durability, errors. Values are encoded on subscription, again
 * for each one, and must not change until their append ends.
 *
 * <p>Further errors: {@link IllegalArgumentException}, through {@code onError}, for a value that has no block or one above
 * 15 MiB, which fails its append; {@link io.corestore.error.DecodingException}, which names core and block, for a block
 * that is no value, which ends the stream.
 *
 * @param <T> the type
 */
public interface TypedCore<T> {
    /** Appends one value. See {@link Core#append(List)}. */
    default Mono<Appended> append(T value) {
        return append(List.of(value));
    }

    /** Appends values: all of them or, on error, none. See {@link Core#append(List)}. */
    Mono<Appended> append(List<T> values);

    /**
     * Appends every element of a stream. A value that has no block ends the stream; those before it stay in the core. See
     * {@link Core#appendAll}.
     */
    Flux<Appended> appendAll(Publisher<T> values);

    /** The value of the block. See {@link Core#get(long, ReadOptions)}. */
    default Mono<T> get(long index) {
        return get(index, core().reads());
    }

    /** The value of the block, with the treatment of a missing one given. See {@link Core#get(long, ReadOptions)}. */
    Mono<T> get(long index, ReadOptions options);

    /** The values of a range in order, then completes. See {@link Core#read(BlockRange)}. */
    default Flux<T> read(BlockRange range) {
        return read(range, core().reads());
    }

    /** As {@link #read(BlockRange)}, with the treatment of missing blocks given. */
    Flux<T> read(BlockRange range, ReadOptions options);

    /** The values from {@code from} on in order, for ever. See {@link Core#follow}. */
    Flux<T> follow(long from);

    /** The core of bytes. */
    Core core();
}
