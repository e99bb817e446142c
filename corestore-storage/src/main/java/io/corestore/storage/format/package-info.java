/**
 * The bytes of the files of corestore 6, as values: oplog frames, headers, entries, tree nodes, bitfield pages.
 *
 * <p>Never: files, time, threads, hashing.
 */
@NullMarked
package io.corestore.storage.format;

import org.jspecify.annotations.NullMarked;
