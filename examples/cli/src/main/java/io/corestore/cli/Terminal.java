package io.corestore.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param in what the user types or pipes
 * @param out the results
 * @param err errors and progress
 * @param progress whether {@code err} is watched by a person
 * @param stop the user's wish to end
 */
record Terminal(InputStream in, Output out, PrintStream err, boolean progress, Stop stop) {}
