/**
 * Files as a store needs them: whole reads and writes, a bound on open handles, the folder lock; every call blocks and
 * belongs on a thread of the {@link io.corestore.spi.IoScheduler}.
 *
 * <p>Never: what the bytes in a file mean.
 */
@NullMarked
package io.corestore.storage.io;

import org.jspecify.annotations.NullMarked;
