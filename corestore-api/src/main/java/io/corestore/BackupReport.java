package io.corestore;

import io.corestore.key.DiscoveryKey;
import java.util.List;

/**
 * What a backup holds, and what it does not.
 *
 * @param cores how many cores are in it
 * @param blocks how many blocks they have stored, all of them verified while they were copied
 * @param bytes of these blocks
 * @param damaged cores that are in the backup without blocks that are stored in the source and damaged there
 * @param failed cores that are not in the backup, since they could not be opened or read
 */
public record BackupReport(long cores, long blocks, long bytes, List<Damaged> damaged, List<Failed> failed) {
    /** Blocks of a core that were left out: they do not lead to the root that was signed. */
    public record Damaged(DiscoveryKey discoveryKey, List<BlockRange> blocks) {
        public Damaged {
            blocks = List.copyOf(blocks);
        }
    }

    /** A core that was left out, and why. */
    public record Failed(DiscoveryKey discoveryKey, String reason) {}

    public BackupReport {
        damaged = List.copyOf(damaged);
        failed = List.copyOf(failed);
    }

    /** Whether nothing that is stored in the source was left out. */
    public boolean isWhole() {
        return damaged.isEmpty() && failed.isEmpty();
    }
}
