package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which core to open and how. Made by {@link #named}, {@link #keyed} or {@link #owned} and refined by {@code with}
 * methods; immutable.
 */
public final class CoreOptions {
    private final @Nullable String name;
    private final @Nullable CoreKey key;
    private final @Nullable KeyPair keyPair;
    private final @Nullable Manifest manifest;
    private final KeyFormat keyFormat;
    private final boolean createIfMissing;
    private final boolean writable;
    private final boolean active;

    /** How the key of a core that is made by name or key pair follows from its public key. */
    public enum KeyFormat {
        /** The key is the public key: corestore 6's default for names. */
        COMPAT,
        /** The key is the hash of a manifest of version 0. */
        MANIFEST_0,
        /** The key is the hash of a manifest of version 1: corestore 7's default. */
        MANIFEST_1
    }

    private CoreOptions(Builder from) {
        name = from.name;
        key = from.key;
        keyPair = from.keyPair;
        manifest = from.manifest;
        keyFormat = from.keyFormat;
        createIfMissing = from.createIfMissing;
        writable = from.writable;
        active = from.active;
    }

    /** The core that this store's primary key and namespace give the name. */
    public static CoreOptions named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a core's name must not be empty");
        }
        return new Builder().with(builder -> builder.name = name);
    }

    /** The core of this key, writable if its secret key is stored here. */
    public static CoreOptions keyed(CoreKey key) {
        return new Builder().with(builder -> builder.key = key);
    }

    /** The core whose one signer is this pair. */
    public static CoreOptions owned(KeyPair keyPair) {
        return new Builder().with(builder -> builder.keyPair = keyPair);
    }

    /** The core of this manifest; its key is the manifest's hash. */
    public static CoreOptions of(Manifest manifest) {
        return new Builder().with(builder -> builder.manifest = manifest);
    }

    /** Expects the core to have this key; opening fails if the name or key pair leads to another one. */
    public CoreOptions withKey(CoreKey key) {
        return new Builder(this).with(builder -> builder.key = key);
    }

    /** Signs with this pair. */
    public CoreOptions withKeyPair(KeyPair keyPair) {
        if (name != null) {
            throw new IllegalArgumentException("a core has either a name or a key pair of its own");
        }
        return new Builder(this).with(builder -> builder.keyPair = keyPair);
    }

    public CoreOptions withManifest(Manifest manifest) {
        return new Builder(this).with(builder -> builder.manifest = manifest);
    }

    /** How the key is made; default {@link KeyFormat#COMPAT}. */
    public CoreOptions withKeyFormat(KeyFormat format) {
        return new Builder(this).with(builder -> builder.keyFormat = format);
    }

    /** Whether a core that is not stored is created; default true. */
    public CoreOptions withCreateIfMissing(boolean create) {
        return new Builder(this).with(builder -> builder.createIfMissing = create);
    }

    /** False makes a session that only reads, even for the owner; default true. */
    public CoreOptions withWritable(boolean writable) {
        return new Builder(this).with(builder -> builder.writable = writable);
    }

    /** Whether the session makes the core take part in replication by itself; default true. */
    public CoreOptions withActive(boolean active) {
        return new Builder(this).with(builder -> builder.active = active);
    }

    public @Nullable String name() {
        return name;
    }

    public @Nullable CoreKey key() {
        return key;
    }

    public @Nullable KeyPair keyPair() {
        return keyPair;
    }

    public @Nullable Manifest manifest() {
        return manifest;
    }

    public KeyFormat keyFormat() {
        return keyFormat;
    }

    public boolean createIfMissing() {
        return createIfMissing;
    }

    public boolean writable() {
        return writable;
    }

    public boolean active() {
        return active;
    }

    private static final class Builder {
        private @Nullable String name;
        private @Nullable CoreKey key;
        private @Nullable KeyPair keyPair;
        private @Nullable Manifest manifest;
        private KeyFormat keyFormat = KeyFormat.COMPAT;
        private boolean createIfMissing = true;
        private boolean writable = true;
        private boolean active = true;

        private Builder() {}

        private Builder(CoreOptions from) {
            name = from.name;
            key = from.key;
            keyPair = from.keyPair;
            manifest = from.manifest;
            keyFormat = from.keyFormat;
            createIfMissing = from.createIfMissing;
            writable = from.writable;
            active = from.active;
        }

        private CoreOptions with(Consumer<Builder> change) {
            change.accept(this);
            return new CoreOptions(this);
        }
    }
}
