/**
 * Pure encodings that the wire and the folder share: compact encoding, manifests, the flat tree.
 *
 * <p>Never: input or output, time, Reactor.
 */
@NullMarked
package io.corestore.encoding;

import org.jspecify.annotations.NullMarked;
