/**
 * A file system in memory that knows what a power cut at any moment may leave of it. It knows nothing of stores and cores.
 */
@NullMarked
package io.corestore.storage.test.crash;

import org.jspecify.annotations.NullMarked;
