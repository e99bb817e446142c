/**
 * Connections: frames, the secure channel, two ends in one JVM, TCP, WebSocket. The only place that imports netty,
 * whose buffers never leave it.
 *
 * <p>Never: cores, and what messages mean.
 */
@NullMarked
package io.corestore.transport;

import org.jspecify.annotations.NullMarked;
