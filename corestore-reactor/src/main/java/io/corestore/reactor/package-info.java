/**
 * The store itself: {@link io.corestore.reactor.Corestores} makes one; its sessions, and the registry of open cores.
 *
 * <p>Never: bytes of the wire or of a file.
 */
@NullMarked
package io.corestore.reactor;

import org.jspecify.annotations.NullMarked;
