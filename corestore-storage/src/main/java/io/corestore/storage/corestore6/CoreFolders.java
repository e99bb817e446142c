package io.corestore.storage.corestore6;

import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.UserData;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.HeaderCodec;
import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes and deletes the folders of cores. */
final class CoreFolders {
    private final Volume volume;

    CoreFolders(Volume volume) {
        this.volume = volume;
    }

    /**
     * Makes a core; it is there, durably and whole, or not at all. Files of a core whose log was lost stay as they are: its
     * blocks count again once somebody gives back what was signed, and until then nobody signs anything else.
     *
     * @param deleted whether what is there of it was about to be deleted
     */
    void make(CoreFiles files, CoreSeed seed, boolean deleted) {
        String folder = CoreFiles.folder(seed.discoveryKey());
        boolean lost = !deleted && hasContent(folder);
        byte[] header = HeaderCodec.encode(new Header(
                seed.key(), seed.manifest(), seed.keyPair(), userData(seed, lost), CoreHead.EMPTY, List.of()));
        IoErrors.mappedEffect("create", files.oplog().name(), () -> {
            if (!lost) {
                deleteOthers(folder);
            }
            byte[] slot = header;
            if (!Oplog.fitsSlot(header)) {
                volume.put(files.header().name(), ByteBuffer.wrap(header));
                slot = HeaderCodec.encode(new HeaderPosition(0, header.length));
            }
            volume.put(files.oplog().name(), Oplog.fresh(slot));
        });
    }

    /** The oplog goes first: without it there is no core, and whatever is left is deleted when one is made. */
    void delete(DiscoveryKey discoveryKey) {
        String folder = CoreFiles.folder(discoveryKey);
        IoErrors.mappedEffect("delete", folder, () -> {
            volume.delete(folder + "/" + CoreFiles.OPLOG);
            if (!volume.list(folder).isEmpty()) {
                volume.syncEntry(folder + "/" + CoreFiles.OPLOG);
            }
            deleteOthers(folder);
            volume.prune(folder);
        });
    }

    /** Whether there is anything of a core. */
    boolean isEmpty(DiscoveryKey discoveryKey) {
        return names(CoreFiles.folder(discoveryKey)).isEmpty();
    }

    private boolean hasContent(String folder) {
        return names(folder).stream().anyMatch(CoreFiles.CONTENT::contains);
    }

    private List<String> names(String folder) {
        return IoErrors.mapped("list", folder, () -> volume.list(folder));
    }

    private static Map<String, ByteBuffer> userData(CoreSeed seed, boolean lost) {
        Map<String, ByteBuffer> all = new LinkedHashMap<>(seed.userData());
        if (lost) {
            all.put(UserData.DOUBT, UserData.text("its log was lost, while other files of it are there"));
        }
        return all;
    }

    private void deleteOthers(String folder) throws IOException {
        for (String name : CoreFiles.OTHERS) {
            volume.delete(folder + "/" + name);
        }
    }
}
