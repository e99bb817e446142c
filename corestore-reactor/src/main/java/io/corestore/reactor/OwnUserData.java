package io.corestore.reactor;

import io.corestore.key.Hash;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes what the library itself keeps in a core's user data. */
final class OwnUserData {
    private OwnUserData() {}

    static @Nullable String name(Map<String, ByteBuffer> userData) {
        ByteBuffer name = userData.get(UserData.NAME);
        return name == null || !name.hasRemaining() ? null : UserData.text(name);
    }

    /** 32 bytes; null if they are not there or not 32. */
    static @Nullable Hash hash(Map<String, ByteBuffer> userData, String key) {
        ByteBuffer stored = userData.get(key);
        return stored == null ? null : hash(stored);
    }

    static @Nullable Hash hash(ByteBuffer stored) {
        if (stored.remaining() != Hash.BYTES) {
            return null;
        }
        byte[] bytes = new byte[Hash.BYTES];
        stored.duplicate().get(bytes);
        return Hash.of(bytes);
    }

    static ByteBuffer of(Hash hash) {
        return ByteBuffer.wrap(hash.toBytes()).asReadOnlyBuffer();
    }
}
