package io.corestore.crypto;

import io.corestore.key.Hash;
import java.nio.charset.StandardCharsets;

/**
 * The constants that keep hashes and signatures of different purposes apart: {@code B256(B256(name) || id)} (spec page
 * 02, section 1).
 */
public final class Namespaces {
    /** What a tree's signature starts with. */
    public static final Hash TREE = of("hypercore", 0);

    /** In a capability sent by who opened the connection. */
    public static final Hash REPLICATE_INITIATOR = of("hypercore", 1);

    /** In a capability sent by who accepted the connection. */
    public static final Hash REPLICATE_RESPONDER = of("hypercore", 2);

    /** In the hash of a manifest. */
    public static final Hash MANIFEST = of("hypercore", 3);

    /** Of a signer that was given none. */
    public static final Hash DEFAULT_NAMESPACE = of("hypercore", 4);

    /** In the keys of encrypted blocks. */
    public static final Hash BLOCK_ENCRYPTION = of("hypercore", 5);

    /** In the id of a secret stream, sent by who opened the connection. */
    public static final Hash NS_INITIATOR = of("hyperswarm/secret-stream", 0);

    /** In the id of a secret stream, sent by who accepted the connection. */
    public static final Hash NS_RESPONDER = of("hyperswarm/secret-stream", 1);

    /** In the key of the secret stream's unordered messages. */
    public static final Hash NS_SEND = of("hyperswarm/secret-stream", 2);

    /** In the seeds of named cores. */
    public static final Hash CORESTORE = of("corestore", 0);

    private Namespaces() {}

    /** The constant of a name and a number from 0 to 255. */
    public static Hash of(String name, int id) {
        byte[] inner = Blake2b.hash(name.getBytes(StandardCharsets.UTF_8)).toBytes();
        return Blake2b.hash(inner, new byte[] {(byte) id});
    }
}
