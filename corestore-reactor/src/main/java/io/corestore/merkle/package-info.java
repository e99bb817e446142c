/**
 * The Merkle tree of a core as values: roots, batches, proofs built and verified, verified reads (spec page 10).
 *
 * <p>Never: storage, time, threads, Reactor; what a computation has to know of stored nodes it asks for.
 */
@NullMarked
package io.corestore.merkle;

import org.jspecify.annotations.NullMarked;
