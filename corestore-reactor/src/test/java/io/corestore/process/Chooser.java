package io.corestore.process;

import io.corestore.process.Change.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Random changes of the cores of a folder. */
final class Chooser {
    private static final List<String> LASTING = List.of("s0", "c0", "r0", "c1", "s1", "r1", "c2");
    private static final int MOST_BLOCKS = 1_200;
    private static final int GREAT_DATUM = 3_000;
    private static final int GREATEST = 60_000;
    private final Random random;
    private final ToIntFunction<String> lengths;
    private final Set<Kind> wanted;
    private int nextId;

    /** @param wanted what is chosen more often than else */
    Chooser(long seed, int firstId, Set<Kind> wanted, ToIntFunction<String> lengths) {
        this.wanted = wanted;
        this.random = new Random(seed);
        this.nextId = firstId;
        this.lengths = lengths;
    }

    /** What is done at once: changes of up to three cores, several appends to one core among them. */
    List<Change> step(Set<String> live) {
        List<Change> changes = new ArrayList<>();
        missing(live).forEach(core -> changes.add(change(core, Kind.CREATE, 0, 0)));
        List<String> cores = new ArrayList<>(live);
        Collections.shuffle(cores, random);
        cores.stream().limit(1 + random.nextInt(3)).forEach(core -> changes.addAll(changes(core)));
        return changes;
    }

    private List<String> missing(Collection<String> live) {
        List<String> missing = new ArrayList<>();
        LASTING.stream().filter(core -> !live.contains(core)).limit(1).forEach(missing::add);
        if (random.nextInt(wanted.contains(Kind.CREATE) ? 1 : 4) == 0
                && live.stream().filter(core -> core.startsWith("p")).count() < 2) {
            missing.add("p" + nextId);
        }
        return missing;
    }

    private List<Change> changes(String core) {
        int length = lengths.applyAsInt(core);
        return switch (core.charAt(0)) {
            case 's' -> appends(core);
            case 'r' -> fetch(core);
            default -> length > MOST_BLOCKS ? List.of(truncation(core, 100)) : wanted(core, length);
        };
    }

    private List<Change> wanted(String core, int length) {
        List<Kind> kinds = wanted.stream()
                .filter(kind -> kind != Kind.PURGE || core.startsWith("p"))
                .filter(kind -> kind != Kind.TRUNCATE || length > 0)
                .toList();
        if (kinds.isEmpty() || random.nextInt(3) == 0) {
            return own(core, length);
        }
        return switch (kinds.get(random.nextInt(kinds.size()))) {
            case DATUM -> List.of(change(core, Kind.DATUM, random.nextInt(4), GREAT_DATUM));
            case COMPACT -> List.of(change(core, Kind.COMPACT, 0, 0));
            case TRUNCATE -> List.of(truncation(core, length));
            case PURGE -> List.of(change(core, Kind.PURGE, 0, 0));
            default -> own(core, length);
        };
    }

    private List<Change> own(String core, int length) {
        int dice = random.nextInt(100);
        if (dice < 45 || length == 0) {
            return appends(core);
        } else if (dice < 58) {
            return List.of(truncation(core, length));
        } else if (dice < 72) {
            int start = random.nextInt(length);
            return List.of(change(core, Kind.CLEAR, start, start + 1 + random.nextInt(length - start)));
        } else if (dice < 82) {
            return List.of(change(core, Kind.DATUM, random.nextInt(4), datum()));
        } else if (dice < 90 || core.startsWith("c")) {
            return List.of(change(core, Kind.COMPACT, 0, 0));
        }
        return List.of(change(core, Kind.PURGE, 0, 0));
    }

    /** Now and then one that makes the header outgrow its slot. */
    private int datum() {
        return random.nextInt(4) == 0 ? GREAT_DATUM : random.nextInt(3) * 50;
    }

    private List<Change> appends(String core) {
        if (random.nextInt(50) == 0) {
            return List.of(change(core, Kind.APPEND, 900, 20));
        }
        List<Change> appends = new ArrayList<>();
        int group = random.nextBoolean() ? 1 : 2 + random.nextInt(8);
        for (int i = 0; i < group; i++) {
            int size = random.nextInt(20) == 0 ? GREATEST : random.nextInt(4) == 0 ? 5_000 : 300;
            appends.add(change(core, Kind.APPEND, 1 + random.nextInt(random.nextBoolean() ? 1 : 12), size));
        }
        return appends;
    }

    private List<Change> fetch(String copy) {
        int length = lengths.applyAsInt(copy.replace('r', 's'));
        if (length == 0) {
            return List.of();
        }
        int start = random.nextInt(length);
        return List.of(change(copy, Kind.FETCH, start, start + 1 + random.nextInt(Math.min(50, length - start))));
    }

    private Change truncation(String core, int below) {
        return change(core, Kind.TRUNCATE, random.nextInt(below), 0);
    }

    private Change change(String core, Kind kind, int from, int to) {
        return new Change(nextId++, core, kind, from, to);
    }
}
