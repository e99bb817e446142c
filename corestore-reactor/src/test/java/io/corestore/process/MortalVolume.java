package io.corestore.process;

import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A volume on which the process may end at a named point. */
final class MortalVolume implements Volume {
    private final Volume volume;
    private final Death death;

    MortalVolume(Volume volume, Death death) {
        this.volume = volume;
        this.death = death;
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        return new MortalFile(name, volume.open(name), death);
    }

    @Override
    public RandomAccess create(String name) throws IOException {
        return new MortalFile(name, volume.create(name), death);
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        boolean tombstone = name.startsWith("purged/");
        death.at(tombstone ? Point.BEFORE_TOMBSTONE : Point.BEFORE_CREATION);
        if (!tombstone && death.isDue(Point.MID_CREATION)) {
            volume.create(name + ".tmp").write(0, content.slice(0, content.remaining() / 2));
            death.now();
        }
        volume.put(name, content);
        death.at(tombstone ? Point.AFTER_TOMBSTONE : Point.AFTER_CREATION);
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        boolean replaced = volume.replace(name, file -> {
            content.writeTo(new MortalCopy(file, death));
            death.at(Point.BEFORE_RENAME);
        });
        death.at(Point.AFTER_RENAME);
        return replaced;
    }

    @Override
    public void tidy(String name) throws IOException {
        volume.tidy(name);
    }

    @Override
    public void delete(String name) throws IOException {
        boolean core = name.endsWith("/oplog");
        if (core) {
            death.at(Point.BEFORE_DELETION);
        }
        volume.delete(name);
        if (core) {
            death.at(Point.AFTER_DELETION);
        }
    }

    @Override
    public void prune(String folder) throws IOException {
        volume.prune(folder);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return volume.list(folder);
    }

    @Override
    public void syncEntry(String name) throws IOException {
        volume.syncEntry(name);
    }

    @Override
    public long usableSpace() throws IOException {
        return volume.usableSpace();
    }
}
