package io.corestore.sweep;

import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Cuts the power of lives, at every operation of theirs that is wanted, in every way that is wanted; counts. */
final class PowerCuts {
    private final AtomicLong images = new AtomicLong();
    private final AtomicLong second = new AtomicLong();
    private final Set<Long> seen = ConcurrentHashMap.newKeySet();
    private final int perPosition;
    private final int secondPerImage;

    /**
     * @param perPosition how many images of each position at most
     * @param secondPerImage how many positions of a recovery, one image in a hundred, are cut once more
     */
    PowerCuts(int perPosition, int secondPerImage) {
        this.perPosition = perPosition;
        this.secondPerImage = secondPerImage;
    }

    long images() {
        return images.get();
    }

    long distinct() {
        return seen.size();
    }

    /** How many recoveries were cut. */
    long second() {
        return second.get();
    }

    /**
     * Does these acts and closes the store; what is found wrong first then, null if nothing is.
     *
     * @param lastOnly whether the cuts before the last act are left out
     */
    @Nullable
    String during(Life life, List<Act> acts, boolean lastOnly, Random random) {
        int from = 0;
        for (Act act : acts) {
            from = lastOnly ? life.fs.position() : 0;
            act.on(life);
        }
        int issued = life.fs.position();
        life.close();
        life.settle(issued);
        return between(life, from, life.fs.position(), random);
    }

    /** What is found wrong first between two positions; null if nothing is. */
    @Nullable
    String between(Life life, int from, int to, Random random) {
        for (int position = from; position <= to; position++) {
            String wrong = at(life, position, random);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** What is found wrong first at one position; null if nothing is. */
    @Nullable
    String at(Life life, int position, Random random) {
        if (position > life.trusted()) {
            return null;
        }
        Recovery cut = new Recovery(life, position, true);
        for (CrashImage image : life.fs.images(position, random, perPosition)) {
            long number = images.incrementAndGet();
            if (!seen.add(image.fingerprint() * 31 + expectation(life, position))) {
                continue;
            }
            String wrong = cut.violation(image.open());
            if (wrong == null && secondPerImage > 0 && number % 100 == 0) {
                wrong = again(cut, image, random);
            }
            if (wrong != null) {
                return wrong + "\n  " + image.description() + "\n  " + tail(life.fs, position);
            }
        }
        return null;
    }

    /** A recovery that is cut as well, and repeated, finds what the first one found. */
    private @Nullable String again(Recovery cut, CrashImage image, Random random) {
        CrashFs fs = image.open();
        Map<String, CoreModel> found = cut.recover(fs, false);
        for (int i = 0; i < secondPerImage; i++) {
            int position = random.nextInt(fs.position() + 1);
            for (CrashImage twice : fs.images(position, random, 2)) {
                second.incrementAndGet();
                Map<String, CoreModel> now = cut.recover(twice.open(), false);
                if (!now.equals(found)) {
                    return "a second recovery found " + now + " instead of " + found + " after " + twice.description();
                }
            }
        }
        return null;
    }

    private static long expectation(Life life, int position) {
        List<Object> allowed = new ArrayList<>();
        life.timelines().forEach((name, timeline) -> allowed.add(timeline.allowed(position, true)));
        return allowed.hashCode() * 31L + (position >= life.opened() ? 1 : 0);
    }

    private static String tail(CrashFs fs, int position) {
        return fs.operations().subList(Math.max(0, position - 8), position).toString();
    }
}
