/** Tests of the command line: its parsing in this JVM, its behaviour as processes of the jar. */
@NullMarked
package io.corestore.cli;

import org.jspecify.annotations.NullMarked;
