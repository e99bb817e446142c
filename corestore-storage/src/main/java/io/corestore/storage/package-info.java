/**
 * Where a store lives: a folder, memory, or a function from a name to a random access file; one format in all three.
 *
 * <p>Never: hashing, peers, the meaning of a secret.
 */
@NullMarked
package io.corestore.storage;

import org.jspecify.annotations.NullMarked;
