/**
 * Every error the library raises, named by what the caller does next.
 *
 * <p>Never: errors for wrong arguments; those are {@link IllegalArgumentException}, thrown at once.
 */
@NullMarked
package io.corestore.error;

import org.jspecify.annotations.NullMarked;
