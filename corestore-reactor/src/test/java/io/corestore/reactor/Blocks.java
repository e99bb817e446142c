package io.corestore.reactor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Blocks of text for tests. */
public final class Blocks {
    private Blocks() {}

    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    public static String text(ByteBuffer block) {
        return StandardCharsets.UTF_8.decode(block.duplicate()).toString();
    }

    /** "block 0", "block 1" and so on; every seventh block is empty. */
    public static List<ByteBuffer> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> utf8(i % 7 == 6 ? "" : "block " + i))
                .toList();
    }

    public static List<ByteBuffer> sized(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    ByteBuffer block = ByteBuffer.allocate(bytes);
                    for (int at = 0; at + 4 <= bytes; at += 4) {
                        block.putInt(at, i * 31 + at);
                    }
                    return block.asReadOnlyBuffer();
                })
                .toList();
    }
}
