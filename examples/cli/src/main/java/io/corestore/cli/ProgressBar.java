package io.corestore.cli;

import io.corestore.DownloadProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that tells how far a download is, drawn at most ten times a second. */
interface ProgressBar {
    /** Draws, unless it was drawn a moment ago. */
    void show(DownloadProgress progress);

    /** Draws what was shown last and leaves the line. */
    void end();

    static ProgressBar none() {
        return new None();
    }

    static ProgressBar on(PrintStream terminal) {
        return new Drawn(terminal);
    }

    /** For nobody. */
    final class None implements ProgressBar {
        @Override
        public void show(DownloadProgress progress) {}

        @Override
        public void end() {}
    }

    /** For a person. */
    final class Drawn implements ProgressBar {
        private static final int WIDTH = 30;
        private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
        private final PrintStream terminal;
        private final long start = System.nanoTime();
        private long next = start;
        private DownloadProgress last = new DownloadProgress(0, 0, 0, 0);
        private boolean drawn;

        Drawn(PrintStream terminal) {
            this.terminal = terminal;
        }

        @Override
        public synchronized void show(DownloadProgress progress) {
            last = progress;
            long now = System.nanoTime();
            if (now - next >= 0) {
                next = now + PAUSE;
                draw();
            }
        }

        @Override
        public synchronized void end() {
            if (drawn) {
                draw();
                terminal.println();
            }
        }

        private void draw() {
            drawn = true;
            double seconds = Math.max(0.001, (System.nanoTime() - start) / 1e9);
            terminal.print(String.format(
                    Locale.ROOT,
                    "\r[%s] %,d/%,d blocks  %,.0f blocks/s  %.1f MB/s \u001b[K",
                    bar(),
                    last.done(),
                    last.total(),
                    last.fetchedBlocks() / seconds,
                    last.fetchedBytes() / seconds / 1e6));
            terminal.flush();
        }

        private String bar() {
            int full = last.total() <= 0 ? 0 : (int) (WIDTH * Math.min(1.0, (double) last.done() / last.total()));
            return "#".repeat(full) + "-".repeat(WIDTH - full);
        }
    }
}
