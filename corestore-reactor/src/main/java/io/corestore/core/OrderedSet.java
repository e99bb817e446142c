package io.corestore.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set that any thread may use, gone through in the order in which it was filled: the same in every run. */
public final class OrderedSet<T> {
    private final Set<T> all = new LinkedHashSet<>();
    private @Nullable List<T> copy;

    public synchronized void add(T element) {
        all.add(element);
        copy = null;
    }

    public synchronized void remove(T element) {
        all.remove(element);
        copy = null;
    }

    public synchronized boolean isEmpty() {
        return all.isEmpty();
    }

    /** What is in it now; made once for each change. */
    public synchronized List<T> copy() {
        List<T> known = copy;
        if (known == null) {
            known = List.copyOf(all);
            copy = known;
        }
        return known;
    }
}
