/**
 * Files that fail, leak or remember, and stores written by Node: for tests of storage and of what uses it.
 *
 * <p>Never: what a test expects.
 */
@NullMarked
package io.corestore.storage.test;

import org.jspecify.annotations.NullMarked;
