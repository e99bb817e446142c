package io.corestore.key;

import java.util.Arrays;
import java.util.HexFormat;

/** Hex and z-base-32, the two spellings of a key. */
final class Ids {
    private static final String Z32 = "ybndrfg8ejkmcpqxot1uwisza345h769";
    private static final int Z32_LENGTH = 52;
    private static final byte[] VALUES = values();

    private Ids() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < Z32.length(); i++) {
            values[Z32.charAt(i)] = (byte) i;
        }
        return values;
    }

    static String toHex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] fromHex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static String toZ32(byte[] bytes) {
        StringBuilder text = new StringBuilder(Z32_LENGTH);
        for (int bit = 0; bit < bytes.length * 8; bit += 5) {
            int value = 0;
            for (int i = bit; i < bit + 5; i++) {
                value = value << 1 | (i < bytes.length * 8 ? bytes[i >> 3] >> (7 - (i & 7)) & 1 : 0);
            }
            text.append(Z32.charAt(value));
        }
        return text.toString();
    }

    /** The 32 bytes of 52 characters; the filler bits of the last one are ignored. */
    static byte[] fromZ32(String text) {
        byte[] bytes = new byte[Hash.BYTES];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c < 128 ? VALUES[c] : -1;
            if (value < 0) {
                throw new IllegalArgumentException("not a z-base-32 character: '" + c + "'");
            }
            for (int bit = 0; bit < 5; bit++) {
                int position = 5 * i + bit;
                if (position < bytes.length * 8 && (value >> (4 - bit) & 1) == 1) {
                    bytes[position >> 3] |= (byte) (1 << (7 - (position & 7)));
                }
            }
        }
        return bytes;
    }

    static boolean isKey(String text) {
        return text.length() == Z32_LENGTH || text.length() == 2 * Hash.BYTES;
    }

    /** A key as 64 hex digits or 52 z-base-32 characters, {@code pear://} and a path around it allowed. */
    static byte[] parse(String id) {
        String text = id;
        if (text.startsWith("pear://")) {
            text = text.substring("pear://".length());
            int slash = text.indexOf('/');
            text = slash < 0 ? text : text.substring(0, slash);
        }
        try {
            if (text.length() == 2 * Hash.BYTES) {
                return fromHex(text);
            }
            if (text.length() == Z32_LENGTH) {
                return fromZ32(text);
            }
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("not a core key: " + bad.getMessage(), bad);
        }
        throw new IllegalArgumentException("not a core key: expected 64 hex digits or 52 z-base-32 characters, got "
                + text.length() + " characters");
    }
}
