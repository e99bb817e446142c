package io.corestore.reactor;

import io.corestore.key.Hash;
import java.security.SecureRandom;

/** 32 bytes that nobody can guess. */
final class RandomKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomKeys() {}

    static byte[] next() {
        byte[] key = new byte[Hash.BYTES];
        RANDOM.nextBytes(key);
        return key;
    }
}
