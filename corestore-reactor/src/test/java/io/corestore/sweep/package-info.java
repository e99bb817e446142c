/**
 * Power cuts, failing disks and planted bugs under the whole engine: what may be found afterwards, and whether it is.
 *
 * <p>Never: how files are laid out.
 */
@NullMarked
package io.corestore.sweep;

import org.jspecify.annotations.NullMarked;
