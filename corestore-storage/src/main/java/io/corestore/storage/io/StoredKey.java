package io.corestore.storage.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A primary key as it is stored.
 *
 * @param sealed whether the bytes are opaque, and the key is inside
 * @param bytes not to be changed
 */
public record StoredKey(boolean sealed, byte[] bytes) {
    /** The bytes of a key that is not sealed. */
    public static final int KEY_BYTES = 32;

    /** A key that is not sealed. The array is copied. */
    public static StoredKey open(byte[] key) {
        return new StoredKey(false, key.clone());
    }

    /** A sealed key. The array is copied. */
    public static StoredKey sealed(byte[] bytes) {
        return new StoredKey(true, bytes.clone());
    }

    /** Whether nothing is known to be missing. */
    public boolean isWhole() {
        return sealed ? bytes.length > 0 : bytes.length == KEY_BYTES;
    }

    /** Whether the other one is stored in the same form, with the same bytes. */
    public boolean isSame(@Nullable StoredKey other) {
        return other != null && sealed == other.sealed && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "StoredKey[sealed=" + sealed + ", " + bytes.length + " bytes]";
    }
}
