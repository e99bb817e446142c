package io.corestore.storage.test.crash;

import io.corestore.storage.test.crash.Operation.Written;
import java.util.Random;

/**
 * What a power cut does to one change that is not durable.
 *
 * @param from where the bytes begin that a write loses
 * @param to where they end
 * @param sized whether the file is as long as if they were there
 */
record Fate(long from, long to, boolean sized) {
    static final Fate KEPT = new Fate(0, 0, true);
    static final Fate LOST = new Fate(0, Long.MAX_VALUE, false);
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    boolean isLost() {
        return this == LOST;
    }

    /** A write of which only some sectors arrived, or only the new size. */
    static Fate torn(Written write, Random random) {
        long position = write.position();
        long end = write.end();
        int unit = random.nextBoolean() ? PAGE : SECTOR;
        long first = position / unit + 1;
        long boundaries = Math.max(0, (end - 1) / unit - first + 1);
        if (boundaries == 0 || random.nextInt(8) == 0) {
            return new Fate(position, end, true);
        }
        long a = (first + (long) (random.nextDouble() * boundaries)) * unit;
        long b = (first + (long) (random.nextDouble() * boundaries)) * unit;
        return switch (random.nextInt(4)) {
            case 0 -> new Fate(a, end, false);
            case 1 -> new Fate(a, end, true);
            case 2 -> new Fate(position, a, true);
            default ->
                a == b ? new Fate(a, Math.min(a + unit, end), true) : new Fate(Math.min(a, b), Math.max(a, b), true);
        };
    }

    void apply(Written write, FileBytes file) {
        byte[] bytes = write.bytes();
        long position = write.position();
        long lostFrom = Math.min(Math.max(from, position), write.end());
        long lostTo = Math.max(Math.min(to, write.end()), lostFrom);
        file.write(position, bytes, 0, (int) (lostFrom - position));
        file.write(lostTo, bytes, (int) (lostTo - position), (int) (write.end() - lostTo));
        if (sized) {
            file.extend(write.end());
        }
    }

    String of(Operation operation) {
        if (this == KEPT) {
            return operation + ": kept";
        }
        return isLost()
                ? operation + ": lost"
                : operation + ": lost [" + from + ", " + to + ")" + (sized ? " but for the size" : "");
    }
}
