package io.corestore.storage.corestore6;

import io.corestore.error.CoreCorruptException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.spi.FileSizes;
import io.corestore.storage.io.FilePool;
import io.corestore.storage.io.PooledFile;
import io.corestore.storage.io.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one core (spec page 21, section 1). */
record CoreFiles(
        DiscoveryKey discoveryKey,
        PooledFile oplog,
        PooledFile tree,
        PooledFile bitfield,
        PooledFile data,
        PooledFile header) {
    /** The folder around all cores. */
    static final String CORES = "cores";

    static final String OPLOG = "oplog";
    static final List<String> OTHERS = List.of("tree", "bitfield", "data", "header");

    /** Files that no core without blocks has. */
    static final List<String> CONTENT = List.of("tree", "bitfield", "data");

    static CoreFiles of(DiscoveryKey discoveryKey, FilePool pool, Volume volume) {
        String folder = folder(discoveryKey) + "/";
        return new CoreFiles(
                discoveryKey,
                pool.file(volume, folder + OPLOG),
                pool.file(volume, folder + "tree"),
                pool.file(volume, folder + "bitfield"),
                pool.file(volume, folder + "data"),
                pool.file(volume, folder + "header"));
    }

    static String folder(DiscoveryKey discoveryKey) {
        String id = discoveryKey.toHex();
        return CORES + "/" + id.substring(0, 2) + "/" + id.substring(2, 4) + "/" + id;
    }

    /** The discovery key of a folder below {@code cores/first/second}; null if it is not one of a core. */
    static @Nullable DiscoveryKey parse(String first, String second, String id) {
        return id.startsWith(first + second) ? parse(id) : null;
    }

    /** The discovery key that a name is; null if it is none. */
    static @Nullable DiscoveryKey parse(String id) {
        boolean hex =
                id.length() == 2 * Hash.BYTES && id.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        return hex ? new DiscoveryKey(Hash.fromHex(id)) : null;
    }

    List<PooledFile> all() {
        return List.of(oplog, tree, bitfield, data, header);
    }

    FileSizes sizes() {
        return new FileSizes(oplog.size(), tree.size(), bitfield.size(), data.size());
    }

    CoreCorruptException corrupt(PooledFile file, String what) {
        return new CoreCorruptException("core " + discoveryKey + " is damaged: " + file.name() + " " + what);
    }

    CoreCorruptException corrupt(PooledFile file, Exception cause) {
        return new CoreCorruptException(
                "core " + discoveryKey + " is damaged: " + file.name() + ": " + cause.getMessage(), cause);
    }
}
