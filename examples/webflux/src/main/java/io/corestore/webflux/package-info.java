/**
 * Logs over HTTP: append with POST, tail with GET, replicate over WebSocket.
 *
 * <p>Never: a thread that waits.
 */
@NullMarked
package io.corestore.webflux;

import org.jspecify.annotations.NullMarked;
