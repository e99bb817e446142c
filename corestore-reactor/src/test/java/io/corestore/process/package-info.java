/**
 * Tests with several JVMs on one folder: children that are killed, and children that hand a folder over.
 *
 * <p>Never: knowledge of the engine's inside.
 */
@NullMarked
package io.corestore.process;

import org.jspecify.annotations.NullMarked;
