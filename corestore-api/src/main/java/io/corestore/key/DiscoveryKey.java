package io.corestore.key;

/**
 * The name under which a core is stored and asked for: a keyed hash of its {@link CoreKey}, which it does not reveal.
 *
 * @param hash the 32 bytes
 */
public record DiscoveryKey(Hash hash) {
    /** The discovery key of these 32 bytes, which are copied. */
    public static DiscoveryKey of(byte[] bytes) {
        return new DiscoveryKey(Hash.of(bytes));
    }

    /** Reads 64 hex digits or 52 z-base-32 characters. */
    public static DiscoveryKey parse(String id) {
        return of(Ids.parse(id));
    }

    public byte[] toBytes() {
        return hash.toBytes();
    }

    /** 64 lower case hex digits. */
    public String toHex() {
        return hash.toHex();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
