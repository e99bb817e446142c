package io.corestore.storage.test.crash;

import java.util.List;
import java.util.StringJoiner;

/** What a power cut may leave. */
public final class CrashImage {
    private final Disk disk;
    private final List<Operation> pending;
    private final Fate[] fates;
    private Snapshot snapshot;

    /** Nothing of this may change from now on. */
    CrashImage(Disk disk, List<Operation> pending, Fate[] fates) {
        this.disk = disk;
        this.pending = pending;
        this.fates = fates;
    }

    /** A new file system that holds the image, all of it durable, without operations. */
    public CrashFs open() {
        return new CrashFs(snapshot());
    }

    /** What became of each operation that was not durable. */
    public String description() {
        StringJoiner text = new StringJoiner("\n  ", "power cut after " + disk.applied() + " operations:\n  ", "");
        text.setEmptyValue("power cut after " + disk.applied() + " operations, all durable");
        for (int i = 0; i < fates.length; i++) {
            text.add(fates[i].of(pending.get(i)));
        }
        return text.toString();
    }

    /** A hash of all names and contents: images with the same one hold the same. */
    public long fingerprint() {
        return snapshot().fingerprint();
    }

    @Override
    public String toString() {
        return description();
    }

    private Snapshot snapshot() {
        if (snapshot == null) {
            snapshot = disk.after(fates);
        }
        return snapshot;
    }
}
