package io.corestore.json;

import io.corestore.Codec;
import io.corestore.error.DecodingException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * Values as JSON in UTF-8, one document a block: reads and writes what Node's {@code valueEncoding: 'json'} does. Properties
 * are written in the order they are declared in and without line breaks; whole numbers beyond 2^53 reach Node rounded.
 *
 * <p>A block may be of a stranger, so reading is bounded: 15 MiB a document, 100 levels, 1,000 digits a number. Properties
 * that the type does not know are passed over, since a log outlives the programs that write it; one that is missing is null,
 * which a primitive refuses. No class is ever chosen by what a block says; subtypes may be told apart by names of the
 * type's own, as {@code @JsonTypeInfo(use = NAME)} with {@code @JsonSubTypes} lists them.
 *
 * @param <T> the type of the values
 */
public final class JsonCodec<T> implements Codec<T> {
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JsonCodec(ObjectMapper mapper, JavaType type) {
        requireNoDefaultTyping(mapper);
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Values of a class, as a record. */
    public static <T> JsonCodec<T> of(Class<T> type) {
        return of(type, JsonMappers.standard());
    }

    /** Values of a generic type, as {@code new TypeReference<List<Entry>>() {}}. */
    public static <T> JsonCodec<T> of(TypeReference<T> type) {
        return of(type, JsonMappers.standard());
    }

    /**
     * Values of a class by a mapper of the user's own, whose limits and features hold instead of those above.
     *
     * @throws IllegalArgumentException if the mapper has default typing: it would make objects of classes that a block names
     */
    public static <T> JsonCodec<T> of(Class<T> type, ObjectMapper mapper) {
        return new JsonCodec<>(mapper, mapper.constructType(type));
    }

    /** As {@link #of(Class, ObjectMapper)}, of a generic type. */
    public static <T> JsonCodec<T> of(TypeReference<T> type, ObjectMapper mapper) {
        return new JsonCodec<>(mapper, mapper.constructType(type));
    }

    @Override
    public ByteBuffer encode(T value) {
        try {
            return ByteBuffer.wrap(writer.writeValueAsBytes(Objects.requireNonNull(value)))
                    .asReadOnlyBuffer();
        } catch (JacksonException failure) {
            throw new IllegalArgumentException("cannot be written as JSON: " + failure.getOriginalMessage(), failure);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The bytes become text first, strictly, since a parser of bytes would guess at UTF-16 and UTF-32 too.
     */
    @Override
    public T decode(ByteBuffer block) {
        String json = Codec.utf8().decode(block);
        try {
            return requireValue(reader.<@Nullable T>readValue(json));
        } catch (JacksonException failure) {
            throw new DecodingException("not the JSON expected: " + failure.getOriginalMessage(), failure);
        }
    }

    private static <T> T requireValue(@Nullable T value) {
        if (value == null) {
            throw new DecodingException("not the JSON expected: null");
        }
        return value;
    }

    private static void requireNoDefaultTyping(ObjectMapper mapper) {
        JavaType anything = mapper.constructType(Object.class);
        if (mapper.deserializationConfig().getDefaultTyper(anything) != null
                || mapper.serializationConfig().getDefaultTyper(anything) != null) {
            throw new IllegalArgumentException(
                    "a mapper with default typing makes objects of classes that a block names");
        }
    }
}
