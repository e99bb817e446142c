/**
 * How classes that many threads call are checked.
 *
 * <p>Never: what such a class must do, which stands beside it.
 */
@NullMarked
package io.corestore.concurrency;

import org.jspecify.annotations.NullMarked;
