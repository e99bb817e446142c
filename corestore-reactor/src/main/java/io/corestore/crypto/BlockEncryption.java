package io.corestore.crypto;

import io.corestore.error.DecodingException;
import io.corestore.key.CoreKey;
import io.corestore.key.EncryptionKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The encryption of one core's blocks (spec page 15): a stored block is 8 bytes of padding, which hide the fork, and the
 * plain bytes under a key stream of XSalsa20. It hides; what was stored is vouched for by the signature of the tree over
 * the stored form. May be used by any thread.
 */
public final class BlockEncryption {
    /** How many bytes longer a stored block is than its plain form. */
    public static final int PADDING = 8;

    private static final int NONCE_BYTES = 24;

    private final byte[] blockKey;
    private final byte[] blindingKey;

    private BlockEncryption(byte[] blockKey) {
        this.blockKey = blockKey;
        this.blindingKey = Blake2b.hash(blockKey).toBytes();
    }

    /**
     * The encryption of a core under a key.
     *
     * @param compat whether the core's key is the public key of its signer; of no matter if {@code key} is a block key
     */
    public static BlockEncryption of(EncryptionKey key, CoreKey core, boolean compat) {
        if (key.isBlockKey()) {
            return new BlockEncryption(key.toBytes());
        }
        byte[] coreKey = core.toBytes();
        return new BlockEncryption((compat
                        ? Blake2b.keyed(coreKey, key.toBytes())
                        : Blake2b.hash(Namespaces.BLOCK_ENCRYPTION.toBytes(), coreKey, key.toBytes()))
                .toBytes());
    }

    /** The block key of this core: who has it reads this core and no other. */
    public EncryptionKey blockKey() {
        return EncryptionKey.ofBlocks(blockKey);
    }

    /**
     * The stored form of a block, a fresh read-only buffer.
     *
     * @param index the block's final number
     * @param fork of the core at the time of the append
     * @param plain read from position to limit; the position stays
     */
    public ByteBuffer encrypt(long index, long fork, ByteBuffer plain) {
        byte[] stored = new byte[PADDING + plain.remaining()];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).putLong(fork);
        plain.get(plain.position(), stored, PADDING, plain.remaining());
        keyStream(blindingKey, nonce(index)).processBytes(stored, 0, PADDING, stored, 0);
        keyStream(blockKey, nonce(index, stored)).processBytes(stored, PADDING, plain.remaining(), stored, PADDING);
        return ByteBuffer.wrap(stored).asReadOnlyBuffer();
    }

    /**
     * The plain form of a block, a fresh read-only buffer. With the wrong key it is noise: nothing tells.
     *
     * @param stored read from position to limit; the position stays
     * @throws DecodingException if it is shorter than {@link #PADDING}
     */
    public ByteBuffer decrypt(long index, ByteBuffer stored) {
        int length = stored.remaining() - PADDING;
        if (length < 0) {
            throw new DecodingException("block " + index + " has " + stored.remaining()
                    + " bytes; an encrypted one has at least " + PADDING + ": this core is not encrypted");
        }
        byte[] padding = new byte[PADDING];
        stored.get(stored.position(), padding);
        byte[] plain = new byte[length];
        stored.get(stored.position() + PADDING, plain);
        keyStream(blockKey, nonce(index, padding)).processBytes(plain, 0, length, plain, 0);
        return ByteBuffer.wrap(plain).asReadOnlyBuffer();
    }

    private static XSalsa20Engine keyStream(byte[] key, byte[] nonce) {
        XSalsa20Engine engine = new XSalsa20Engine();
        engine.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return engine;
    }

    private static byte[] nonce(long index) {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).putLong(index);
        return nonce;
    }

    private static byte[] nonce(long index, byte[] padding) {
        byte[] nonce = nonce(index);
        System.arraycopy(padding, 0, nonce, Long.BYTES, PADDING);
        return nonce;
    }
}
