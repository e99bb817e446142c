package io.corestore.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How many bytes a value takes in compact encoding (spec page 01). */
final class Sizes {
    private Sizes() {}

    static int uint(long value) {
        if (value < 0xfd) {
            return 1;
        }
        if (value <= 0xffff) {
            return 3;
        }
        return value <= 0xffffffffL ? 5 : 9;
    }

    static int buffer(ByteBuffer value) {
        return withLength(value.remaining());
    }

    /** A string of this many UTF-8 bytes, or a buffer. */
    static int withLength(int bytes) {
        return uint(bytes) + bytes;
    }

    /** The number of UTF-8 bytes of a text. */
    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
