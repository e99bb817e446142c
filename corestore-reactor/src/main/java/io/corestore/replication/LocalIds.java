package io.corestore.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ids of the channels that this side opened: dense from 1, a freed one is used again first (spec page 05, section 2). */
final class LocalIds<T> {
    private final List<@Nullable T> used = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** An id to {@link #put} something at. */
    int take() {
        if (!free.isEmpty()) {
            return free.pop();
        }
        used.add(null);
        return used.size();
    }

    void put(int id, T value) {
        used.set(id - 1, value);
    }

    @Nullable
    T get(int id) {
        return id >= 1 && id <= used.size() ? used.get(id - 1) : null;
    }

    void free(int id) {
        if (used.set(id - 1, null) != null) {
            free.push(id);
        }
    }

    List<T> all() {
        List<T> all = new ArrayList<>();
        for (T value : used) {
            if (value != null) {
                all.add(Objects.requireNonNull(value));
            }
        }
        return all;
    }
}
