package io.corestore;

/**
 * The outcome of an append.
 *
 * @param index of the first block appended
 * @param length of the core after the last block appended
 * @param byteLength of the core after the last block appended
 */
public record Appended(long index, long length, long byteLength) {}
