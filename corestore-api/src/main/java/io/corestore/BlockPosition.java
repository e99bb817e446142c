package io.corestore;

/**
 * Where a byte of a core is.
 *
 * @param block its index, or the length of the core for the position behind its last byte
 * @param offset bytes from the start of the block
 */
public record BlockPosition(long block, long offset) {}
