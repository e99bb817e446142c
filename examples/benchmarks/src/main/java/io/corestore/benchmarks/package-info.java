/**
 * Speed beside Node's corestore: the same work on the same machine in the same run, timed inside each process after a
 * warm-up.
 *
 * <p>Never: figures of another run.
 */
@NullMarked
package io.corestore.benchmarks;

import org.jspecify.annotations.NullMarked;
