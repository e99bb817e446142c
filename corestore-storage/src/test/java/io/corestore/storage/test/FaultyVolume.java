package io.corestore.storage.test;

import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A place whose operations, and those of its files, fail as {@link Faults} say. */
public final class FaultyVolume implements Volume {
    private final Volume volume;
    private final Faults faults;

    public FaultyVolume(Volume volume, Faults faults) {
        this.volume = volume;
        this.faults = faults;
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        faults.check("open");
        return new FaultyFile(volume.open(name), faults);
    }

    @Override
    public RandomAccess create(String name) throws IOException {
        faults.check("create");
        return new FaultyFile(volume.create(name), faults);
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        faults.check("put");
        volume.put(name, content);
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        faults.check("replace");
        return volume.replace(name, file -> content.writeTo(new FaultyFile(file, faults)));
    }

    @Override
    public void tidy(String name) throws IOException {
        faults.check("tidy");
        volume.tidy(name);
    }

    @Override
    public void delete(String name) throws IOException {
        faults.check("delete");
        volume.delete(name);
    }

    @Override
    public void prune(String folder) throws IOException {
        faults.check("prune");
        volume.prune(folder);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        faults.check("list");
        return volume.list(folder);
    }

    @Override
    public void syncEntry(String name) throws IOException {
        faults.check("sync of a folder");
        volume.syncEntry(name);
    }

    @Override
    public long usableSpace() throws IOException {
        return volume.usableSpace();
    }
}
