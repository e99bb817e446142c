package io.corestore.storage.corestore6;

import io.corestore.key.DiscoveryKey;
import io.corestore.spi.Tombstone;
import io.corestore.storage.format.TombstoneCodec;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far deleted cores had got: a file {@code purged/<discovery key>} for each, beside {@code cores}. Node's corestore 6
 * looks at no names but its own (spec page 21, section 1); corestore 7 moves foreign ones out of its way when it takes a
 * folder over (spec page 24, section 2).
 */
final class Tombstones {
    private static final String FOLDER = "purged";
    private static final int MAX_BYTES = 64;
    private static final Comparator<Tombstone> AGE =
            Comparator.comparingLong(Tombstone::fork).thenComparingLong(Tombstone::length);
    private final Volume volume;

    Tombstones(Volume volume) {
        this.volume = volume;
    }

    /** Whose tombstones are here; files of other names are none. */
    List<DiscoveryKey> keys() {
        return IoErrors.mapped("list", FOLDER, () -> volume.list(FOLDER)).stream()
                .sorted()
                .map(CoreFiles::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    @Nullable
    Tombstone get(DiscoveryKey discoveryKey) {
        String name = name(discoveryKey);
        try (RandomAccess file = volume.open(name)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), MAX_BYTES));
            file.read(0, content);
            return TombstoneCodec.decode(discoveryKey, content.array());
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException failed) {
            throw IoErrors.failure("read", name, failed);
        }
    }

    /** Stores a tombstone durably, unless there is one that says more. */
    void put(Tombstone tombstone) {
        Tombstone before = get(tombstone.discoveryKey());
        if (before == null || AGE.compare(before, tombstone) < 0) {
            String name = name(tombstone.discoveryKey());
            IoErrors.mappedEffect("write", name, () -> volume.put(name, TombstoneCodec.encode(tombstone)));
        }
    }

    /** Removes this tombstone, unless there is one that says more. */
    void remove(Tombstone tombstone) {
        if (tombstone.equals(get(tombstone.discoveryKey()))) {
            remove(tombstone.discoveryKey());
        }
    }

    void remove(DiscoveryKey discoveryKey) {
        if (get(discoveryKey) == null) {
            return;
        }
        String name = name(discoveryKey);
        IoErrors.mappedEffect("delete", name, () -> {
            volume.delete(name);
            volume.prune(FOLDER);
        });
    }

    private static String name(DiscoveryKey discoveryKey) {
        return FOLDER + "/" + discoveryKey.toHex();
    }
}
