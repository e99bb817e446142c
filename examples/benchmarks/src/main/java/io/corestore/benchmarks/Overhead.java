package io.corestore.benchmarks;

import java.util.Locale;

/**
 * What work costs beside the least that it can cost, in operations a second; the ratio is that of their times.
 *
 * @param most the ratio that the project holds itself to
 */
record Overhead(String work, double bare, double java, double most) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-46s %-8s %,12.0f %,12.0f %8.2fx %9s",
                work,
                "bare",
                bare,
                java,
                bare / java,
                "<= " + most + "x");
    }
}
