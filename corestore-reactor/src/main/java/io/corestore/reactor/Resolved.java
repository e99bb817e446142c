package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.KeyDerivation;
import io.corestore.error.CoreConflictException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which core some options mean (spec page 20, sections 1.2 and 1.3).
 *
 * @param manifest null where only the key is known
 * @param keyPair null where only the key or manifest is known
 * @param userData name and namespace of a core made by name
 */
record Resolved(
        CoreKey key,
        DiscoveryKey discoveryKey,
        @Nullable Manifest manifest,
        @Nullable KeyPair keyPair,
        Map<String, ByteBuffer> userData) {

    /** @throws CoreConflictException if key, name, key pair and manifest do not belong together */
    static Resolved of(CoreOptions options, Hash namespace, KeyDerivation keys) {
        String name = options.name();
        KeyPair keyPair = name != null ? keys.keyPair(namespace, name) : options.keyPair();
        Map<String, ByteBuffer> userData = name == null ? Map.of() : userData(name, namespace);
        CoreKey expected = options.key();
        Manifest manifest = options.manifest();
        if (manifest == null && keyPair != null) {
            KeyFormat format = expected == null ? options.keyFormat() : formatOf(expected, keyPair, options);
            manifest = manifest(format, keyPair);
            CoreKey key = format == KeyFormat.COMPAT ? new CoreKey(keyPair.publicKey()) : CoreKeys.keyOf(manifest);
            return new Resolved(key, CoreKeys.discoveryKey(key), manifest, keyPair, userData);
        }
        if (manifest != null) {
            return of(manifest, keyPair, expected, userData);
        }
        if (expected == null) {
            throw new IllegalArgumentException("a core needs a name, a key, a key pair or a manifest");
        }
        return new Resolved(expected, CoreKeys.discoveryKey(expected), null, null, userData);
    }

    /** The same core with a key of another format. */
    Resolved as(KeyFormat format) {
        KeyPair pair = java.util.Objects.requireNonNull(keyPair);
        Manifest other = manifest(format, pair);
        CoreKey otherKey = format == KeyFormat.COMPAT ? new CoreKey(pair.publicKey()) : CoreKeys.keyOf(other);
        return new Resolved(otherKey, CoreKeys.discoveryKey(otherKey), other, pair, userData);
    }

    CoreSeed seed() {
        return new CoreSeed(key, discoveryKey, manifest, keyPair, userData);
    }

    private static Resolved of(
            Manifest manifest,
            @Nullable KeyPair keyPair,
            @Nullable CoreKey expected,
            Map<String, ByteBuffer> userData) {
        CoreKey key = CoreKeys.keyOf(manifest);
        if (expected != null && !expected.equals(key)) {
            throw new CoreConflictException("the manifest does not hash to the key " + expected);
        }
        return new Resolved(key, CoreKeys.discoveryKey(key), manifest, keyPair, userData);
    }

    private static KeyFormat formatOf(CoreKey expected, KeyPair keyPair, CoreOptions options) {
        if (expected.hash().equals(keyPair.publicKey())) {
            return KeyFormat.COMPAT;
        }
        for (KeyFormat format : new KeyFormat[] {KeyFormat.MANIFEST_1, KeyFormat.MANIFEST_0}) {
            if (expected.equals(CoreKeys.keyOf(manifest(format, keyPair)))) {
                return format;
            }
        }
        throw new CoreConflictException("the key " + expected + " is not that of "
                + (options.name() == null
                        ? "the key pair given"
                        : "the name '" + options.name() + "' in this namespace"));
    }

    private static Manifest manifest(KeyFormat format, KeyPair keyPair) {
        return Manifest.single(format == KeyFormat.MANIFEST_0 ? 0 : 1, keyPair.publicKey());
    }

    private static Map<String, ByteBuffer> userData(String name, Hash namespace) {
        Map<String, ByteBuffer> userData = new LinkedHashMap<>();
        userData.put(
                UserData.NAME,
                ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
        userData.put(UserData.NAMESPACE, ByteBuffer.wrap(namespace.toBytes()).asReadOnlyBuffer());
        return userData;
    }
}
