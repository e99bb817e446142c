package io.corestore.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A set that any thread may use, gone through in the order in which it was filled: the same in every run. */
public final class OrderedSet<T> {
    private final Set<T> all = new LinkedHashSet<>();

    public synchronized void add(T element) {
        all.add(element);
    }

    public synchronized void remove(T element) {
        all.remove(element);
    }

    public synchronized boolean isEmpty() {
        return all.isEmpty();
    }

    /** What is in it now. */
    public synchronized List<T> copy() {
        return List.copyOf(all);
    }
}
