package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.crypto.KeyDerivation;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * With which key pair a core may be written: the one given or derived from the name asked for, the one stored with the
 * core, the one derived from the name stored with it. A pair counts only if it is a signer of the core (spec page 20,
 * section 1.4).
 */
final class SigningRights {
    private SigningRights() {}

    static @Nullable KeyPair find(Log log, Resolved resolved, Scope scope) {
        return Stream.of(resolved.keyPair(), log.storedKeyPair(), named(log.userData(), scope.keys()))
                .filter(Objects::nonNull)
                .filter(pair -> pair.hasSecretKey() && isSigner(log, pair))
                .findFirst()
                .orElse(null);
    }

    static boolean isSigner(Log log, KeyPair keyPair) {
        return log.assumedManifest().signerIndex(keyPair.publicKey()) >= 0;
    }

    /** The pair that the name kept with a core leads to, a signer or not; null if it keeps no name. */
    static @Nullable KeyPair named(Map<String, ByteBuffer> userData, KeyDerivation keys) {
        String name = OwnUserData.name(userData);
        Hash namespace = OwnUserData.hash(userData, UserData.NAMESPACE);
        return name == null || namespace == null ? null : keys.keyPair(namespace, name);
    }
}
