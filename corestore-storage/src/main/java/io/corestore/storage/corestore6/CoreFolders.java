package io.corestore.storage.corestore6;

import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreSeed;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.HeaderCodec;
import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes and deletes the folders of cores. */
final class CoreFolders {
    private final Volume volume;

    CoreFolders(Volume volume) {
        this.volume = volume;
    }

    /** Makes a core; it is there, durably and whole, or not at all. */
    void make(CoreFiles files, CoreSeed seed) {
        byte[] header = HeaderCodec.encode(
                new Header(seed.key(), seed.manifest(), seed.keyPair(), seed.userData(), CoreHead.EMPTY, List.of()));
        IoErrors.mappedEffect("create", files.oplog().name(), () -> {
            deleteOthers(CoreFiles.folder(seed.discoveryKey()));
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

    private void deleteOthers(String folder) throws IOException {
        for (String name : CoreFiles.OTHERS) {
            volume.delete(folder + "/" + name);
        }
    }
}
