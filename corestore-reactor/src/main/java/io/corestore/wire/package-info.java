/**
 * Messages to bytes and back: the frames of the multiplexer and the messages of the hypercore channel. Stateless but
 * for the channels the other side opened and the last extension name of each channel.
 *
 * <p>Never: who sends, when, or over what.
 */
@NullMarked
package io.corestore.wire;

import org.jspecify.annotations.NullMarked;
