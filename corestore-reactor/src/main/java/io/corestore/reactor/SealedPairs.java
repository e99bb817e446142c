package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeyPairSeal;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How cores keep their secret keys in a sealed store: not at all where their name leads to them, else encrypted in their
 * user data.
 */
record SealedPairs(KeyDerivation keys, KeyPairSeal seal) {
    /** The seed without a secret key in the clear. */
    CoreSeed seal(CoreSeed seed) {
        KeyPair pair = seed.keyPair();
        if (pair == null || !pair.hasSecretKey()) {
            return seed;
        }
        Map<String, ByteBuffer> userData = new HashMap<>(seed.userData());
        userData.putAll(keep(pair, seed.key(), seed.userData()));
        KeyPair shown = KeyPair.publicOnly(pair.publicKey());
        return new CoreSeed(seed.key(), seed.discoveryKey(), seed.manifest(), shown, userData);
    }

    /** The core with the secret key that it keeps encrypted, if it does. */
    LoadedCore open(LoadedCore core) {
        KeyPair pair = find(core.userData(), core.key());
        if (pair == null) {
            return core;
        }
        return new LoadedCore(
                core.key(),
                core.manifest(),
                pair,
                core.head(),
                core.roots(),
                core.present(),
                core.userData(),
                core.recovered(),
                core.logged());
    }

    /** What a core has to keep of its pair: nothing if its name leads to it. */
    Map<String, ByteBuffer> keep(KeyPair pair, CoreKey core, Map<String, ByteBuffer> userData) {
        return pair.equals(SigningRights.named(userData, keys))
                ? Map.of()
                : Map.of(UserData.SEALED_KEY_PAIR, ByteBuffer.wrap(seal.seal(pair, core)));
    }

    /** The pair that a core keeps encrypted; null if it keeps none. */
    @Nullable
    KeyPair find(Map<String, ByteBuffer> userData, CoreKey core) {
        ByteBuffer sealed = userData.get(UserData.SEALED_KEY_PAIR);
        if (sealed == null || !sealed.hasRemaining()) {
            return null;
        }
        byte[] bytes = new byte[sealed.remaining()];
        sealed.duplicate().get(bytes);
        return seal.open(bytes, core);
    }
}
