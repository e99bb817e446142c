/**
 * The command line: one class a command, and what they share.
 *
 * <p>Never: stack traces, or anything but one line of error, on the user's terminal.
 */
@NullMarked
package io.corestore.cli;

import org.jspecify.annotations.NullMarked;
