package io.corestore.storage.test.crash;

import io.corestore.storage.test.crash.Operation.Written;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The images that a power cut at one moment may leave, no two with the same fates: everything kept, everything lost, only
 * the last lost; then, by turns, whole operations kept or lost, each subset of them where there are ten or less, and
 * random ones with torn writes. They can be gone through once.
 */
public final class Images implements Iterable<CrashImage> {
    private static final int EXHAUSTIVE = 10;
    private static final int ATTEMPTS = 64;
    private final Disk disk;
    private final List<Operation> pending;
    private final Random random;
    private final int limit;
    private final Set<Long> seen = new HashSet<>();
    private final boolean tearable;
    private int next;
    private int subset;
    private final int start;
    private boolean started;

    Images(Disk disk, Random random, int limit) {
        this.disk = disk;
        this.pending = disk.pending();
        this.random = random;
        this.limit = limit;
        this.tearable = pending.stream().anyMatch(Written.class::isInstance);
        this.start = isExhaustive() ? random.nextInt(1 << pending.size()) : 0;
    }

    /** How many operations are not durable. */
    public int pending() {
        return pending.size();
    }

    public Stream<CrashImage> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public Iterator<CrashImage> iterator() {
        if (started) {
            throw new IllegalStateException("the images were gone through already");
        }
        started = true;
        return new Iterator<>() {
            private Fate[] following = fresh();

            @Override
            public boolean hasNext() {
                return following != null;
            }

            @Override
            public CrashImage next() {
                if (following == null) {
                    throw new NoSuchElementException();
                }
                Fate[] fates = following;
                following = fresh();
                return new CrashImage(disk, pending, fates);
            }
        };
    }

    /** Fates that were not given yet; null if there are none, or enough. */
    private Fate[] fresh() {
        for (int attempt = 0; seen.size() < limit && attempt < ATTEMPTS; ) {
            boolean random = next > 3 && !subsetsLeft();
            Fate[] fates = choose(next++);
            if (fates != null && seen.add(key(fates))) {
                return fates;
            }
            attempt += random ? 1 : 0;
        }
        return null;
    }

    private Fate[] choose(int turn) {
        return switch (turn) {
            case 0 -> filled(Fate.KEPT);
            case 1 -> filled(Fate.LOST);
            case 2 -> lastLost();
            default -> turn % 2 == 0 || !tearable ? whole() : torn();
        };
    }

    private Fate[] filled(Fate fate) {
        Fate[] fates = new Fate[pending.size()];
        Arrays.fill(fates, fate);
        return fates;
    }

    private Fate[] lastLost() {
        Fate[] fates = filled(Fate.KEPT);
        if (fates.length > 0) {
            fates[fates.length - 1] = Fate.LOST;
        }
        return fates;
    }

    private boolean isExhaustive() {
        return pending.size() <= EXHAUSTIVE;
    }

    private boolean subsetsLeft() {
        return isExhaustive() && subset < 1 << pending.size();
    }

    /** The next subset, from a random one on in steps that reach all; random ones where there are too many. */
    private Fate[] whole() {
        if (!isExhaustive()) {
            return random(0);
        }
        if (!subsetsLeft()) {
            return tearable ? torn() : null;
        }
        int step = 0x9E3779B1;
        int bits = start + subset++ * step & (1 << pending.size()) - 1;
        Fate[] fates = new Fate[pending.size()];
        for (int i = 0; i < fates.length; i++) {
            fates[i] = (bits >> i & 1) == 0 ? Fate.LOST : Fate.KEPT;
        }
        return fates;
    }

    private Fate[] torn() {
        return random(random.nextBoolean() ? 1 : 0.5);
    }

    /** Keeps few, half or most; tears as many of the writes that are kept. */
    private Fate[] random(double tearing) {
        double keeping = (1 + random.nextInt(4)) / 4.0;
        Fate[] fates = new Fate[pending.size()];
        for (int i = 0; i < fates.length; i++) {
            if (random.nextDouble() >= keeping) {
                fates[i] = Fate.LOST;
            } else if (pending.get(i) instanceof Written write && random.nextDouble() < tearing) {
                fates[i] = Fate.torn(write, random);
            } else {
                fates[i] = Fate.KEPT;
            }
        }
        return fates;
    }

    private static long key(Fate[] fates) {
        long key = fates.length;
        for (Fate fate : fates) {
            key = Snapshot.mix(key, fate.from() * 31 + fate.to() + (fate.sized() ? 1L << 60 : 0));
        }
        return key;
    }
}
