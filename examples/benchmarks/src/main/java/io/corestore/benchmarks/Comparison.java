package io.corestore.benchmarks;

import java.util.Locale;

/**
 * The rates of one kind of work, in blocks a second.
 *
 * @param expected the ratio that the project holds itself to
 */
record Comparison(String work, String nodeSet, double node, double java, int expected) {
    static final String HEAD = String.format(
            Locale.ROOT, "%-46s %-8s %12s %12s %9s %9s", "work", "beside", "its/s", "java/s", "ratio", "expected");

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-46s %-8s %,12.0f %,12.0f %8.1fx %9s",
                work,
                nodeSet,
                node,
                java,
                java / node,
                ">= " + expected + "x");
    }
}
