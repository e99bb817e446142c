/**
 * The first steps with a store.
 *
 * <p>Never: more than a first step needs.
 */
@NullMarked
package io.corestore.quickstart;

import org.jspecify.annotations.NullMarked;
