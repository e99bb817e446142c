/**
 * Several stores, the network between them and their disks on one thread and in virtual time: what a seed does, it does
 * again.
 *
 * <p>Never: how files are laid out, how messages are encoded.
 */
@NullMarked
package io.corestore.simulation;

import org.jspecify.annotations.NullMarked;
