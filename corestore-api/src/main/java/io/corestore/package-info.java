/**
 * What a user of a corestore holds: the store, its cores, their options, events and replication.
 *
 * <p>Never: bytes of a file or of the wire, or anything of an implementation.
 */
@NullMarked
package io.corestore;

import org.jspecify.annotations.NullMarked;
