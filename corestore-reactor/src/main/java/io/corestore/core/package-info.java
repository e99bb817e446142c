/**
 * One log in memory: its state, its one writer, its verified reads, what is wanted of it.
 *
 * <p>Never: connections, channels, or where its bytes lie.
 */
@NullMarked
package io.corestore.core;

import org.jspecify.annotations.NullMarked;
