package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key pair that the name kept with a core leads to (spec page 20, section 1.4). */
final class NamedPair {
    private NamedPair() {}

    /** Null if the core keeps no name. The pair need not be one of the core's signers. */
    static @Nullable KeyPair of(Map<String, ByteBuffer> userData, KeyDerivation keys) {
        ByteBuffer name = userData.get(UserData.NAME);
        ByteBuffer namespace = userData.get(UserData.NAMESPACE);
        if (name == null || namespace == null || namespace.remaining() != Hash.BYTES) {
            return null;
        }
        byte[] bytes = new byte[Hash.BYTES];
        namespace.duplicate().get(bytes);
        return keys.keyPair(
                Hash.of(bytes), StandardCharsets.UTF_8.decode(name.duplicate()).toString());
    }
}
