package io.corestore.core;

import io.corestore.BlockRange;

/**
 * A byte position that somebody looks for and stored nodes do not tell.
 *
 * @param bytes the position, counted from the start of the core
 * @param padding how many bytes each block is longer than its content
 * @param among the blocks, those below one tree node, of which one holds it
 * @param answered run once, in no particular thread, when a peer answered or refused: look again
 */
public record WantedSeek(long bytes, long padding, BlockRange among, Runnable answered) {}
