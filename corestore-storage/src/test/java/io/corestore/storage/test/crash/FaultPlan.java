package io.corestore.storage.test.crash;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which operations of a {@link CrashFs} fail, and how. Of the operations that its kind may hit, counted from 0 and from the
 * moment in which the plan is given, those of these numbers fail, or one and all after it. Beyond {@link #count} no number
 * hits anything, so a test counts with {@link #counting} and then goes through all.
 */
public final class FaultPlan {
    private static final Set<Step> READS = EnumSet.of(Step.OPEN, Step.READ);
    private final Kind kind;
    private final long[] numbers;
    private final boolean sticky;
    private final boolean reads;
    private final String path;
    private long count;
    private long failures;

    private FaultPlan(Kind kind, boolean sticky, boolean reads, String path, long... numbers) {
        this.kind = kind;
        this.path = path;
        this.sticky = sticky;
        this.reads = reads;
        this.numbers = numbers;
        Arrays.sort(this.numbers);
    }

    /** What goes wrong. */
    public enum Kind {
        /** "Input/output error"; nothing was done. Hits every change and force, and what is only read if asked for. */
        EIO(EnumSet.complementOf(EnumSet.of(Step.OPEN, Step.READ))),
        /** "Input/output error", though it was done. Hits what {@link #EIO} does, but forces and reads. */
        LATE_EIO(EnumSet.complementOf(EnumSet.of(Step.OPEN, Step.READ, Step.FORCE))),
        /** "No space left on device"; nothing was done. Hits writes and new entries. */
        ENOSPC(EnumSet.of(Step.WRITE, Step.CREATE, Step.MAKE_FOLDER, Step.LINK, Step.RENAME)),
        /** Half of the bytes are written, then "Input/output error". Hits writes. */
        SHORT_WRITE(EnumSet.of(Step.WRITE)),
        /** A force of a file or folder fails; what it was to make durable may be lost for good. */
        FAILED_FORCE(EnumSet.of(Step.FORCE));

        private final Set<Step> steps;

        Kind(Set<Step> steps) {
            this.steps = steps;
        }
    }

    /** What a program does to a file system. */
    enum Step {
        OPEN,
        READ,
        CREATE,
        WRITE,
        TRUNCATE,
        FORCE,
        MAKE_FOLDER,
        LINK,
        RENAME,
        DELETE
    }

    /** Nothing fails; what could is counted. */
    public static FaultPlan counting(Kind kind) {
        return new FaultPlan(kind, false, false, "");
    }

    /** These operations fail, those after them work. */
    public static FaultPlan at(Kind kind, long... numbers) {
        return new FaultPlan(kind, false, false, "", numbers.clone());
    }

    /** An operation and all after it fail. */
    public static FaultPlan from(Kind kind, long number) {
        return new FaultPlan(kind, true, false, "", number);
    }

    /** The same plan, in which opening, listing and reading count and fail too; of {@link Kind#EIO} only. */
    public FaultPlan withReads() {
        if (kind != Kind.EIO) {
            throw new IllegalStateException(kind + " does not hit reads");
        }
        return new FaultPlan(kind, sticky, true, path, numbers.clone());
    }

    /** The same plan for paths that contain this only; other operations do not count. */
    public FaultPlan on(String part) {
        return new FaultPlan(kind, sticky, reads, part, numbers.clone());
    }

    /** How many operations it might have hit. */
    public synchronized long count() {
        return count;
    }

    /** How many failed. */
    public synchronized long failures() {
        return failures;
    }

    @Override
    public String toString() {
        return kind
                + (sticky ? " from " : " at ")
                + Arrays.toString(numbers)
                + (reads ? " with reads" : "")
                + (path.isEmpty() ? "" : " on " + path);
    }

    Kind kind() {
        return kind;
    }

    /** Whether there is no space now. */
    synchronized boolean isFull() {
        return kind == Kind.ENOSPC && sticky && failures > 0;
    }

    /** Counts a step; true if it is to fail. */
    synchronized boolean hits(Step step, String on) {
        if (!on.contains(path)) {
            return false;
        }
        if (!kind.steps.contains(step) && !(reads && READS.contains(step))) {
            return false;
        }
        long number = count++;
        boolean hit = sticky ? number >= numbers[0] : Arrays.binarySearch(numbers, number) >= 0;
        failures += hit ? 1 : 0;
        return hit;
    }
}
