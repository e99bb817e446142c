/**
 * Tests against real Node processes, and what starts and drives them.
 *
 * <p>Never: knowledge of the engine's inside.
 */
@NullMarked
package io.corestore.interop;

import org.jspecify.annotations.NullMarked;
