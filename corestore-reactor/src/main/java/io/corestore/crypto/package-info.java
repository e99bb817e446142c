/**
 * The only place that imports cryptographic libraries: BLAKE2b, Ed25519, key derivation, Noise, the secret stream.
 *
 * <p>Never: indexes of blocks, files, messages.
 */
@NullMarked
package io.corestore.crypto;

import org.jspecify.annotations.NullMarked;
