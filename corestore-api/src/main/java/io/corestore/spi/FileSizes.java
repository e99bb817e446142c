package io.corestore.spi;

/** Apparent sizes of the files of a core in bytes; a file that is not there has none. */
public record FileSizes(long oplog, long tree, long bitfield, long data) {}
