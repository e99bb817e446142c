package io.corestore;

/**
 * A core whose blocks are values of a type.
 *
 * @param <T> the type
 */
public interface TypedCore<T> {
    /** The core of bytes. */
    Core core();
}
