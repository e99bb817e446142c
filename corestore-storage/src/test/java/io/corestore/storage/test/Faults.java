package io.corestore.storage.test;

import java.io.IOException;

/**
 * Makes one operation on files fail, or all from one on. The operations of all files of a {@link FaultyVolume} or
 * {@link FaultyFile} that share this object are counted together, from 0.
 */
public final class Faults {
    private final long failAt;
    private final boolean sticky;
    private final boolean afterwards;
    private long count;
    private boolean failed;

    private Faults(long failAt, boolean sticky, boolean afterwards) {
        this.failAt = failAt;
        this.sticky = sticky;
        this.afterwards = afterwards;
    }

    /** Nothing fails; operations are counted. */
    public static Faults none() {
        return new Faults(Long.MAX_VALUE, false, false);
    }

    /** One operation fails, those after it work. */
    public static Faults once(long operation) {
        return new Faults(operation, false, false);
    }

    /** An operation and all after it fail. */
    public static Faults from(long operation) {
        return new Faults(operation, true, false);
    }

    /** One operation fails; if it is a write, it was done nevertheless. */
    public static Faults afterwards(long operation) {
        return new Faults(operation, false, true);
    }

    /** How many operations there were. */
    public synchronized long count() {
        return count;
    }

    /** Whether an operation has failed. */
    public synchronized boolean failed() {
        return failed;
    }

    /** Counts an operation; true if it is to fail. */
    synchronized boolean next() {
        long operation = count++;
        boolean fails = sticky ? operation >= failAt : operation == failAt;
        failed |= fails;
        return fails;
    }

    /** How much of a write that fails is done. */
    int written(int bytes) {
        return afterwards ? bytes : bytes / 2;
    }

    void check(String operation) throws IOException {
        if (next()) {
            throw failure(operation);
        }
    }

    static IOException failure(String operation) {
        return new IOException(operation + " was made to fail");
    }
}
