/**
 * The folder of corestore 6: which files a core has, in which order they change, and what is left after a crash.
 *
 * <p>Never: hashing, signatures, peers.
 */
@NullMarked
package io.corestore.storage.corestore6;

import org.jspecify.annotations.NullMarked;
