package io.corestore.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in memory, gone with the last reference to them. */
public final class MemoryVolume implements Volume {
    private final ConcurrentNavigableMap<String, MemoryFile> files = new ConcurrentSkipListMap<>();
    private final String run = SystemRun.unknown();

    @Override
    public RandomAccess open(String name) throws NoSuchFileException {
        MemoryFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public RandomAccess create(String name) {
        return files.computeIfAbsent(name, made -> new MemoryFile());
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        replace(name, file -> file.write(0, content));
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        MemoryFile file = new MemoryFile();
        content.writeTo(file);
        files.put(name, file);
        return true;
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void prune(String folder) {}

    @Override
    public List<String> list(String folder) {
        return Names.below(folder, files.tailMap(folder + "/").keySet());
    }

    @Override
    public void syncEntry(String name) {}

    @Override
    public long usableSpace() {
        Runtime jvm = Runtime.getRuntime();
        return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    }

    @Override
    public String systemRun() {
        return run;
    }
}
