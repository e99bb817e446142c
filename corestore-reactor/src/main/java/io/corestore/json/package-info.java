/**
 * Blocks as JSON: the only importer of Jackson.
 *
 * <p>Never: anything but the contract of a codec.
 */
@NullMarked
package io.corestore.json;

import org.jspecify.annotations.NullMarked;
