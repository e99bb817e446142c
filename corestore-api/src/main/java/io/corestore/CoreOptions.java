package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.EncryptionKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which core to open and how. Made by {@link #named}, {@link #keyed}, {@link #owned}, {@link #of} or {@link #stored} and
 * refined by {@code with} methods; immutable. What is not said is taken from the store's defaults, which are
 * {@link #defaults()} refined.
 */
public final class CoreOptions {
    private static final CoreOptions NOTHING = new CoreOptions(Map.of());

    private final Map<Field, Object> given;

    /** How the key of a core that is made by name or key pair follows from its public key. */
    public enum KeyFormat {
        /** The key is the public key: corestore 6's default for names. */
        COMPAT,
        /** The key is the hash of a manifest of version 0. */
        MANIFEST_0,
        /** The key is the hash of a manifest of version 1: corestore 7's default. */
        MANIFEST_1
    }

    private enum Field {
        NAME,
        KEY,
        DISCOVERY_KEY,
        KEY_PAIR,
        MANIFEST,
        KEY_FORMAT,
        CREATE_IF_MISSING,
        OVERWRITE,
        WRITABLE,
        ACTIVE,
        EXCLUSIVE,
        ENCRYPTION,
        SIGNERS,
        READS,
        GROUP,
        DURABILITY,
        USER_DATA,
        RETENTION,
        FORKS
    }

    private CoreOptions(Map<Field, Object> given) {
        this.given = given;
    }

    /** Says nothing yet: for the defaults of a store, and for {@link Core#session(CoreOptions)}. */
    public static CoreOptions defaults() {
        return NOTHING;
    }

    /** The core that this store's primary key and namespace give the name. */
    public static CoreOptions named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a core's name must not be empty");
        }
        return NOTHING.with(Field.NAME, name);
    }

    /** The core of this key, writable if its secret key is stored here. */
    public static CoreOptions keyed(CoreKey key) {
        return NOTHING.with(Field.KEY, key);
    }

    /** The core whose one signer is this pair. */
    public static CoreOptions owned(KeyPair keyPair) {
        return NOTHING.with(Field.KEY_PAIR, keyPair);
    }

    /** The core of this manifest; its key is the manifest's hash. */
    public static CoreOptions of(Manifest manifest) {
        return NOTHING.with(Field.MANIFEST, manifest);
    }

    /** A core that is stored; it is never created. */
    public static CoreOptions stored(DiscoveryKey discoveryKey) {
        return NOTHING.with(Field.DISCOVERY_KEY, discoveryKey);
    }

    /** Expects the core to have this key; opening fails if the name or key pair leads to another one. */
    public CoreOptions withKey(CoreKey key) {
        return with(Field.KEY, key);
    }

    /** Signs with this pair. */
    public CoreOptions withKeyPair(KeyPair keyPair) {
        if (name() != null) {
            throw new IllegalArgumentException("a core has either a name or a key pair of its own");
        }
        return with(Field.KEY_PAIR, keyPair);
    }

    public CoreOptions withManifest(Manifest manifest) {
        return with(Field.MANIFEST, manifest);
    }

    /** How the key is made; default {@link KeyFormat#COMPAT}. */
    public CoreOptions withKeyFormat(KeyFormat format) {
        return with(Field.KEY_FORMAT, format);
    }

    /** Whether a core that is not stored is created; default true. */
    public CoreOptions withCreateIfMissing(boolean create) {
        return with(Field.CREATE_IF_MISSING, create);
    }

    /** Whether a core that has blocks is truncated to none; default false. The fork grows, so that peers follow. */
    public CoreOptions withOverwrite(boolean overwrite) {
        return with(Field.OVERWRITE, overwrite);
    }

    /** False makes a session that only reads, even for the owner; default true. */
    public CoreOptions withWritable(boolean writable) {
        return with(Field.WRITABLE, writable);
    }

    /** Whether the session makes the core take part in replication by itself; default true. */
    public CoreOptions withActive(boolean active) {
        return with(Field.ACTIVE, active);
    }

    /**
     * Whether a writable session waits until no other exclusive one is open on the core, in the order in which they came;
     * default false. Sessions that are not exclusive, or not writable, never wait.
     */
    public CoreOptions withExclusive(boolean exclusive) {
        return with(Field.EXCLUSIVE, exclusive);
    }

    /** Encrypts what is appended and decrypts what is read; lengths and positions in bytes are those of the content. */
    public CoreOptions withEncryption(EncryptionKey key) {
        return with(Field.ENCRYPTION, key);
    }

    /** Signs with {@code signer} instead of a key pair. See {@link #withSigners}. */
    public CoreOptions withSigner(Signer signer) {
        return withSigners(List.of(signer));
    }

    /**
     * Signs with as many of these as the manifest's quorum asks for: all are asked, the first valid signatures count.
     * Appends fail with a {@link io.corestore.error.NotWritableException} once too few are left to reach the quorum.
     */
    public CoreOptions withSigners(List<Signer> signers) {
        return with(Field.SIGNERS, List.copyOf(signers));
    }

    /** How reads treat blocks that are not stored here, unless they say so themselves. */
    public CoreOptions withReads(ReadOptions reads) {
        return with(Field.READS, reads);
    }

    /** When appends of the session count as done, where they do not say so themselves; default: the store's level. */
    public CoreOptions withDurability(Durability level) {
        return with(Field.DURABILITY, level);
    }

    /** Ties the core to a group, for {@link Corestore#group}; opening fails if it is tied to another one. */
    public CoreOptions withGroup(Hash topic) {
        return with(Field.GROUP, topic);
    }

    /** Sets user data while opening; it is in the first header of a core that is created. */
    public CoreOptions withUserData(String key, ByteBuffer value) {
        Map<String, ByteBuffer> all = new LinkedHashMap<>(userData());
        all.put(key, value.asReadOnlyBuffer());
        return with(Field.USER_DATA, Collections.unmodifiableMap(all));
    }

    /**
     * Keeps no more than this of the core as long as the session is open; of several sessions the strictest counts. Default
     * {@link Retention#UNLIMITED}. A {@link Core#download} then passes over what was cleared; a {@link Core#read} or
     * {@link Core#follow} of a core of others needs room for what it fetches ahead.
     */
    public CoreOptions withRetention(Retention retention) {
        return with(Field.RETENTION, retention);
    }

    /**
     * Whether a copy of another's core follows its owner to later forks, which may have fewer or other blocks; default true.
     * False is for logs that must not lose what they had: a fork is refused and told as {@link CoreEvent.ForkRefused}, and
     * nothing more is taken of peers that have left. It is kept with the core, also for when only peers use it, until a
     * session says true. A copy that is empty takes the fork it finds; the owner may truncate all the same.
     */
    public CoreOptions withForks(boolean follow) {
        return with(Field.FORKS, follow);
    }

    public @Nullable String name() {
        return (String) given.get(Field.NAME);
    }

    public @Nullable CoreKey key() {
        return (CoreKey) given.get(Field.KEY);
    }

    public @Nullable DiscoveryKey discoveryKey() {
        return (DiscoveryKey) given.get(Field.DISCOVERY_KEY);
    }

    public @Nullable KeyPair keyPair() {
        return (KeyPair) given.get(Field.KEY_PAIR);
    }

    public @Nullable Manifest manifest() {
        return (Manifest) given.get(Field.MANIFEST);
    }

    public KeyFormat keyFormat() {
        return value(Field.KEY_FORMAT, KeyFormat.COMPAT);
    }

    public boolean createIfMissing() {
        return value(Field.CREATE_IF_MISSING, true) && discoveryKey() == null;
    }

    public boolean overwrite() {
        return value(Field.OVERWRITE, false);
    }

    public boolean writable() {
        return value(Field.WRITABLE, true);
    }

    public boolean active() {
        return value(Field.ACTIVE, true);
    }

    public boolean exclusive() {
        return value(Field.EXCLUSIVE, false);
    }

    public @Nullable EncryptionKey encryption() {
        return (EncryptionKey) given.get(Field.ENCRYPTION);
    }

    public List<Signer> signers() {
        return value(Field.SIGNERS, List.of());
    }

    public ReadOptions reads() {
        return value(Field.READS, ReadOptions.DEFAULT);
    }

    public @Nullable Hash group() {
        return (Hash) given.get(Field.GROUP);
    }

    /** Null is the store's level. */
    public @Nullable Durability durability() {
        return (Durability) given.get(Field.DURABILITY);
    }

    public Map<String, ByteBuffer> userData() {
        return value(Field.USER_DATA, Map.of());
    }

    /** Null if the core stays as it is told already. */
    public @Nullable Boolean forks() {
        return (Boolean) given.get(Field.FORKS);
    }

    public Retention retention() {
        return value(Field.RETENTION, Retention.UNLIMITED);
    }

    /** Whether it is said which core is meant. */
    public boolean isIdentified() {
        return name() != null || key() != null || discoveryKey() != null || keyPair() != null || manifest() != null;
    }

    /** These options where they say something, and {@code defaults} where they do not. */
    public CoreOptions over(CoreOptions defaults) {
        Map<Field, Object> all = new EnumMap<>(Field.class);
        all.putAll(defaults.given);
        all.putAll(given);
        return new CoreOptions(all);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        Map<Field, Object> shown = new EnumMap<>(Field.class);
        shown.putAll(given);
        shown.computeIfPresent(Field.ENCRYPTION, (field, key) -> "given");
        shown.computeIfPresent(Field.SIGNERS, (field, signers) -> ((List<?>) signers).size());
        shown.computeIfPresent(Field.USER_DATA, (field, data) -> ((Map<?, ?>) data).keySet());
        return "CoreOptions" + shown;
    }

    private CoreOptions with(Field field, Object value) {
        Map<Field, Object> all = new EnumMap<>(Field.class);
        all.putAll(given);
        all.put(field, value);
        return new CoreOptions(all);
    }

    @SuppressWarnings("unchecked")
    private <T> T value(Field field, T otherwise) {
        return (T) given.getOrDefault(field, otherwise);
    }
}
