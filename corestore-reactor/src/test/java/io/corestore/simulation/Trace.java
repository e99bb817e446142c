package io.corestore.simulation;

/** All that happened, as one number: two runs with the same number are the same run. */
final class Trace {
    private final VirtualTime time;
    private long hash = 0xcbf29ce484222325L;
    private long events;

    Trace(VirtualTime time) {
        this.time = time;
    }

    /** Something happened; the same has the same text or number in every run. */
    void add(Object what) {
        mix(time.now());
        mix(what.hashCode());
        events++;
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    long hash() {
        return hash;
    }

    long events() {
        return events;
    }
}
