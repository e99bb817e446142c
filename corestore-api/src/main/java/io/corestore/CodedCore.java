package io.corestore;

/** A core seen through a codec. */
record CodedCore<T>(Core core, Codec<T> codec) implements TypedCore<T> {}
