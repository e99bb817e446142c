package io.corestore.storage.test.crash;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a file that is being changed; they are copied from where they are shared when first changed. */
final class FileBytes {
    private byte[] bytes;
    private int size;
    private boolean shared;

    FileBytes(Content content) {
        bytes = content.bytes();
        size = bytes.length;
        shared = true;
    }

    int size() {
        return size;
    }

    void write(long position, byte[] source, int from, int count) {
        if (count > 0) {
            int end = Math.toIntExact(position + count);
            extend(end);
            own(end);
            System.arraycopy(source, from, bytes, (int) position, count);
        }
    }

    /** Makes the file this long at least; new bytes are zeros. */
    void extend(long length) {
        if (length > size) {
            own(Math.toIntExact(length));
            size = (int) length;
        }
    }

    void truncate(long length) {
        if (length < size) {
            own(size);
            Arrays.fill(bytes, (int) length, size, (byte) 0);
            size = (int) length;
        }
    }

    /** How many bytes were read; -1 at the end. */
    int read(long position, ByteBuffer target) {
        if (position >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        target.put(bytes, (int) position, count);
        return count;
    }

    /** What is there now; later changes do not show in it. */
    Content freeze() {
        if (bytes.length != size) {
            bytes = Arrays.copyOf(bytes, size);
        }
        shared = true;
        return new Content(bytes);
    }

    private void own(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, shared ? capacity : Math.max(capacity, 2 * bytes.length));
            shared = false;
        } else if (shared) {
            bytes = bytes.clone();
            shared = false;
        }
    }
}
