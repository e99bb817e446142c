package io.corestore.storage.test.crash;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What a file holds, never changed: file systems and images share it. */
final class Content {
    static final Content EMPTY = new Content(new byte[0]);
    private final byte[] bytes;
    private long hash;

    /** The array must not change from now on. */
    Content(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Equal for equal bytes; computed once. */
    long hash() {
        if (hash == 0) {
            CRC32 low = new CRC32();
            CRC32C high = new CRC32C();
            low.update(bytes);
            high.update(bytes);
            hash = (high.getValue() << 32 | low.getValue()) ^ bytes.length;
        }
        return hash;
    }
}
