package io.corestore.key;

/**
 * The public name of a core: the hash of its manifest, or the public key of its one signer (a compat core). Who knows
 * it may read the core; it is never sent to a peer.
 *
 * @param hash the 32 bytes
 */
public record CoreKey(Hash hash) {
    /** The key of these 32 bytes, which are copied. */
    public static CoreKey of(byte[] bytes) {
        return new CoreKey(Hash.of(bytes));
    }

    /**
     * Reads 64 hex digits, 52 z-base-32 characters, or either behind {@code pear://} with an optional path.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static CoreKey parse(String id) {
        return of(Ids.parse(id));
    }

    /** Whether a text has the length of a key: 64 hex digits or 52 z-base-32 characters. */
    public static boolean looksLikeKey(String text) {
        return Ids.isKey(text);
    }

    public byte[] toBytes() {
        return hash.toBytes();
    }

    /** 64 lower case hex digits. */
    public String toHex() {
        return hash.toHex();
    }

    /** 52 z-base-32 characters, the form that people exchange. */
    public String toZ32() {
        return Ids.toZ32(hash.toBytes());
    }

    @Override
    public String toString() {
        return toZ32();
    }
}
