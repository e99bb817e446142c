/**
 * What an implementer of storage holds: one store of many cores, each changed by atomic commits.
 *
 * <p>Never: hashing, peers, or the meaning of a secret it carries.
 */
@NullMarked
package io.corestore.spi;

import org.jspecify.annotations.NullMarked;
