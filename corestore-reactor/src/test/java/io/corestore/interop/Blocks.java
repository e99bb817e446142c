package io.corestore.interop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up blocks and a digest of them, the same as the Node peers' {@code blocks.js}. */
public final class Blocks {
    private Blocks() {}

    /** Block {@code index}: {@code seed-index|} over and over, cut at {@code size} bytes. */
    public static ByteBuffer made(String seed, int index, int size) {
        byte[] pattern = (seed + "-" + index + "|").getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[size];
        for (int i = 0; i < size; i++) {
            block[i] = pattern[i % pattern.length];
        }
        return ByteBuffer.wrap(block).asReadOnlyBuffer();
    }

    public static List<ByteBuffer> made(String seed, int first, int count, int size) {
        return IntStream.range(first, first + count)
                .mapToObj(index -> made(seed, index, size))
                .toList();
    }

    /** SHA-256 over the blocks, each behind its length in four bytes, big-endian. */
    public static String digest(Iterable<ByteBuffer> blocks) {
        MessageDigest sha256 = sha256();
        for (ByteBuffer block : blocks) {
            sha256.update(ByteBuffer.allocate(4).putInt(0, block.remaining()));
            sha256.update(block.duplicate());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
