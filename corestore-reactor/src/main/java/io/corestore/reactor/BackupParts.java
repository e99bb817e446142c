package io.corestore.reactor;

import io.corestore.BackupReport;
import io.corestore.core.LogCopy;
import io.corestore.key.DiscoveryKey;
import java.util.ArrayList;
import java.util.List;

/** What became of each core in a backup, and all of it together. */
final class BackupParts {
    private BackupParts() {}

    /** What became of one core. */
    sealed interface Part {}

    record Whole(DiscoveryKey discoveryKey, LogCopy.Copied copied) implements Part {}

    record Failed(DiscoveryKey discoveryKey, String reason) implements Part {}

    static BackupReport report(List<Part> parts) {
        long cores = 0;
        long blocks = 0;
        long bytes = 0;
        List<BackupReport.Damaged> damaged = new ArrayList<>();
        List<BackupReport.Failed> failed = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Whole whole) {
                cores++;
                blocks += whole.copied().blocks();
                bytes += whole.copied().bytes();
                if (!whole.copied().damaged().isEmpty()) {
                    damaged.add(new BackupReport.Damaged(
                            whole.discoveryKey(), whole.copied().damaged()));
                }
            } else if (part instanceof Failed core) {
                failed.add(new BackupReport.Failed(core.discoveryKey(), core.reason()));
            }
        }
        return new BackupReport(cores, blocks, bytes, damaged, failed);
    }
}
