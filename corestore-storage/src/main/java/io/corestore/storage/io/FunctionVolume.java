package io.corestore.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/**
 * Files that a function opens by name. An empty file counts as missing, a deleted one is emptied; folders are not
 * known, so only files that were opened through this object are listed.
 */
public final class FunctionVolume implements Volume {
    private final Function<String, RandomAccess> opener;
    private final NavigableSet<String> known = new ConcurrentSkipListSet<>();

    public FunctionVolume(Function<String, RandomAccess> opener) {
        this.opener = opener;
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        RandomAccess file = opener.apply(name);
        if (file.size() == 0) {
            file.close();
            throw new NoSuchFileException(name);
        }
        known.add(name);
        return file;
    }

    @Override
    public RandomAccess create(String name) {
        RandomAccess file = opener.apply(name);
        known.add(name);
        return file;
    }

    /** Written in place; zeros at the end come last, so that a torn file is a short one. */
    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        int size = content.remaining();
        int used = size;
        while (used > 0 && content.get(content.position() + used - 1) == 0) {
            used--;
        }
        try (RandomAccess file = create(name)) {
            file.write(0, content.slice(content.position(), used));
            file.truncate(used);
            file.truncate(size);
            file.sync();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        known.remove(name);
        try (RandomAccess file = opener.apply(name)) {
            if (file.size() > 0) {
                file.truncate(0);
                file.sync();
            }
        }
    }

    @Override
    public void prune(String folder) {}

    @Override
    public List<String> list(String folder) {
        return Names.below(folder, known.tailSet(folder + "/"));
    }

    @Override
    public void syncEntry(String name) {}

    @Override
    public long usableSpace() {
        return Long.MAX_VALUE;
    }
}
