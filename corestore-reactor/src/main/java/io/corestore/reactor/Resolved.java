package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.crypto.CoreKeys;
import io.corestore.error.CoreConflictException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which core some options mean (spec page 20, sections 1.2 and 1.3).
 *
 * @param manifest null where only the key is known
 * @param keyPair null where only the key or manifest is known
 * @param userData what the core is to keep: name and namespace, group, the user's own
 */
record Resolved(
        CoreKey key,
        DiscoveryKey discoveryKey,
        @Nullable Manifest manifest,
        @Nullable KeyPair keyPair,
        Map<String, ByteBuffer> userData) {

    /** @throws IllegalArgumentException if nothing says which core is meant, or user data say what the name is to say */
    static void requireMeaning(CoreOptions options) {
        if (!options.isIdentified()) {
            throw new IllegalArgumentException("a core needs a name, a key, a discovery key, a key pair or a manifest");
        }
        if (options.userData().containsKey(UserData.NAME) || options.userData().containsKey(UserData.NAMESPACE)) {
            throw new IllegalArgumentException("name and namespace are kept by opening a core by name");
        }
    }

    /**
     * The core of options that are more than a discovery key.
     *
     * @throws CoreConflictException if key, name, key pair and manifest do not belong together
     */
    static Resolved of(CoreOptions options, Scope scope) {
        requireMeaning(options);
        String name = options.name();
        KeyPair keyPair = name != null ? scope.keyPair(name) : options.keyPair();
        Manifest manifest = options.manifest();
        if (manifest != null) {
            return of(keyOf(manifest, options.key()), manifest, keyPair, userData(options, scope));
        }
        CoreKey expected = options.key();
        KeyFormat format = keyPair == null ? null : format(options, keyPair);
        if (keyPair != null && format != null) {
            return of(format, keyPair, userData(options, scope));
        }
        return of(Objects.requireNonNull(expected), null, keyPair, userData(options, scope));
    }

    /** The core of a key that is stored, with what the options add to it. */
    static Resolved stored(CoreKey key, CoreOptions options, Scope scope) {
        return of(key, options.manifest(), options.keyPair(), userData(options, scope));
    }

    /** The same core with a key of another format. */
    Resolved as(KeyFormat format) {
        return of(format, Objects.requireNonNull(keyPair), userData);
    }

    /** @throws CoreConflictException if a key pair was given and it is not known whether it belongs to the key */
    CoreSeed seed() {
        if (manifest == null && keyPair != null) {
            throw new CoreConflictException("the key " + key + " is not that of the key pair given");
        }
        Map<String, ByteBuffer> kept = new LinkedHashMap<>(userData);
        kept.values().removeIf(value -> !value.hasRemaining());
        return new CoreSeed(key, discoveryKey, manifest, keyPair, kept);
    }

    private static Resolved of(
            CoreKey key, @Nullable Manifest manifest, @Nullable KeyPair keyPair, Map<String, ByteBuffer> userData) {
        return new Resolved(key, CoreKeys.discoveryKey(key), manifest, keyPair, userData);
    }

    private static Resolved of(KeyFormat format, KeyPair keyPair, Map<String, ByteBuffer> userData) {
        return of(keyOf(format, keyPair), manifest(format, keyPair), keyPair, userData);
    }

    private static CoreKey keyOf(Manifest manifest, @Nullable CoreKey expected) {
        if (expected != null && !CoreKeys.belongs(manifest, expected)) {
            throw new CoreConflictException("the manifest does not hash to the key " + expected);
        }
        return expected == null ? CoreKeys.keyOf(manifest) : expected;
    }

    private static CoreKey keyOf(KeyFormat format, KeyPair keyPair) {
        return format == KeyFormat.COMPAT
                ? new CoreKey(keyPair.publicKey())
                : CoreKeys.keyOf(manifest(format, keyPair));
    }

    private static Manifest manifest(KeyFormat format, KeyPair keyPair) {
        return Manifest.single(format == KeyFormat.MANIFEST_0 ? 0 : 1, keyPair.publicKey());
    }

    /** Null if a key was given that is of a manifest with more in it than this pair. */
    private static @Nullable KeyFormat format(CoreOptions options, KeyPair keyPair) {
        CoreKey expected = options.key();
        if (expected == null) {
            return options.keyFormat();
        }
        for (KeyFormat format : KeyFormat.values()) {
            if (expected.equals(keyOf(format, keyPair))) {
                return format;
            }
        }
        if (options.name() != null) {
            throw new CoreConflictException(
                    "the key " + expected + " is not that of the name '" + options.name() + "' in this namespace");
        }
        return null;
    }

    private static Map<String, ByteBuffer> userData(CoreOptions options, Scope scope) {
        Map<String, ByteBuffer> userData = new LinkedHashMap<>(options.userData());
        String name = options.name();
        if (name != null) {
            userData.put(UserData.NAME, UserData.text(name));
            userData.put(UserData.NAMESPACE, OwnUserData.of(scope.namespace().hash()));
        }
        Hash group = options.group();
        if (group != null) {
            userData.put(UserData.GROUP, OwnUserData.of(group));
        }
        Boolean forks = options.forks();
        if (forks != null) {
            userData.put(UserData.KEEPS_FORK, forks ? UserData.NOTHING : UserData.text("true"));
        }
        return userData;
    }
}
