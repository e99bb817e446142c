package io.corestore.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.process.Change;
import io.corestore.process.Change.Kind;
import io.corestore.process.LogModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The random changes of one core, made by two sides in turn, and what must come of them. */
final class Sequence {
    private static final int MOST_CHANGES = 5;
    private final String name;
    private final List<String> namespaces;
    private final KeyFormat format;
    private final Random random;
    private final LogModel model = new LogModel();
    private final List<String> history = new ArrayList<>();
    private @Nullable Report last;
    private int nextId = 1;

    Sequence(int number, Random random) {
        this.name = "core " + number;
        this.namespaces = List.of("outer", "inner").subList(0, random.nextInt(3));
        this.format = KeyFormat.values()[random.nextInt(KeyFormat.values().length)];
        this.random = random;
        model.apply(change(Kind.CREATE, 0, 0));
    }

    /** Changes for the next turn, at least one. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        LogModel after = model.copy();
        int count = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < count; i++) {
            Change change = next(after);
            after.apply(change);
            changes.add(change);
        }
        return changes;
    }

    private Change next(LogModel after) {
        int length = after.length();
        int dice = random.nextInt(100);
        if (dice < 40 || length == 0 && dice < 75) {
            return change(Kind.APPEND, 1, size());
        } else if (dice < 55) {
            return change(Kind.APPEND, random.nextInt(50) == 0 ? 600 : 2 + random.nextInt(20), size());
        } else if (dice < 65) {
            return change(Kind.TRUNCATE, random.nextInt(length), 0);
        } else if (dice < 75) {
            int start = random.nextInt(length);
            int end = start + 1 + random.nextInt(length - start);
            // Node fails with "invalid argument" where there are no bytes to give back
            return after.hasBytes(start, end) ? change(Kind.CLEAR, start, end) : change(Kind.REOPEN, 0, 0);
        } else if (dice < 88) {
            return change(Kind.DATUM, random.nextInt(4), random.nextInt(10) == 0 ? 3_000 : random.nextInt(3) * 50);
        }
        return change(Kind.REOPEN, 0, 0);
    }

    private int size() {
        return random.nextInt(10) == 0 ? 3_000 : 100;
    }

    private Change change(Kind kind, int from, int to) {
        return new Change(nextId++, name, kind, from, to);
    }

    String name() {
        return name;
    }

    List<String> namespaces() {
        return namespaces;
    }

    CoreOptions options() {
        return CoreOptions.named(name).withKeyFormat(format);
    }

    /** What Node is told of it. */
    Map<String, Object> toNode(List<Change> changes) {
        return Map.of(
                "name", name,
                "namespaces", namespaces,
                "compat", format == KeyFormat.COMPAT,
                "manifestVersion", format == KeyFormat.MANIFEST_1 ? 1 : 0,
                "changes", changes);
    }

    /**
     * What a side saw before its changes must be what the other one left, and what it leaves must come of the changes.
     *
     * @param side who made them
     */
    void took(String side, List<Change> changes, Report before, Report after, String context) {
        history.add(side + " " + changes);
        String described = context + ": " + name + " in " + namespaces + ", " + format + ": " + history;
        assertThat(before).as(described).isEqualTo(last == null ? before : last);
        assertThat(before.isOf(model)).as("%s; before: %s", described, before).isTrue();
        changes.forEach(model::apply);
        assertThat(after.isOf(model)).as("%s; after: %s", described, after).isTrue();
        last = after;
    }
}
