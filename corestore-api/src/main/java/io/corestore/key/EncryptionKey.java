package io.corestore.key;

/**
 * 32 bytes that encrypt the blocks of a core (spec page 15). They show in no text form.
 */
public final class EncryptionKey {
    private static final int BYTES = 32;
    private final byte[] bytes;
    private final boolean blockKey;

    private EncryptionKey(byte[] bytes, boolean blockKey) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("expected an encryption key of 32 bytes, got " + bytes.length);
        }
        this.bytes = bytes.clone();
        this.blockKey = blockKey;
    }

    /** A key from which every core gets a block key of its own. */
    public static EncryptionKey of(byte[] key) {
        return new EncryptionKey(key, false);
    }

    /** The block key of one core itself: it reads that core and no other. */
    public static EncryptionKey ofBlocks(byte[] blockKey) {
        return new EncryptionKey(blockKey, true);
    }

    /** A fresh copy of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Whether these bytes are the block key itself. */
    public boolean isBlockKey() {
        return blockKey;
    }

    @Override
    public String toString() {
        return "EncryptionKey";
    }
}
