package io.corestore.merkle;

import java.util.Arrays;

/** A growing list of flat tree indexes. */
final class LongList {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    void addAll(long[] more) {
        for (long value : more) {
            add(value);
        }
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }

    /** The values ascending, each once. */
    long[] sorted() {
        return isAscending()
                ? toArray()
                : Arrays.stream(values, 0, size).sorted().distinct().toArray();
    }

    private boolean isAscending() {
        for (int i = 1; i < size; i++) {
            if (values[i - 1] >= values[i]) {
                return false;
            }
        }
        return true;
    }
}
