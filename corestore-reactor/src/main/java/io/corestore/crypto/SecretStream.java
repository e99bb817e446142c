package io.corestore.crypto;

import io.corestore.error.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * One direction of a secret stream: messages encrypted in place and authenticated in their order (spec page 02, section
 * 5; libsodium's secretstream with XChaCha20-Poly1305). A sealed message is {@value #OVERHEAD} bytes longer than the
 * plain one: a tag byte before it, a MAC behind it.
 *
 * <p>Not safe for use by several threads.
 */
public final class SecretStream {
    /** How many bytes longer a sealed message is. */
    public static final int OVERHEAD = 17;

    /** The random bytes that begin a stream. */
    public static final int HEADER_BYTES = 24;

    /** The tag of every message that a secret stream sends. */
    public static final int MESSAGE = 0;

    private static final int KEY_BYTES = 32;
    private static final int MAC_BYTES = 16;
    private static final int REKEY = 2;
    private static final int BLOCK = ChaCha20Keystream.BLOCK_BYTES;
    private static final byte[] ZEROS = new byte[BLOCK];
    private static final byte[] NO_DATA = {};
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ChaCha20Keystream keystream = new ChaCha20Keystream();
    private final Poly1305 poly = new Poly1305();
    private final byte[] key = new byte[KEY_BYTES];
    private final byte[] nonce = new byte[12];
    private final byte[] head = new byte[2 * BLOCK];
    private final byte[] mac = new byte[MAC_BYTES];
    private final byte[] lengths = new byte[16];

    private SecretStream() {}

    /**
     * A stream at its beginning; sender and receiver make the same one.
     *
     * @param streamKey 32 bytes, of this direction alone
     * @param header {@value #HEADER_BYTES} random bytes, chosen by the sender
     */
    public static SecretStream of(byte[] streamKey, byte[] header) {
        if (streamKey.length != KEY_BYTES || header.length != HEADER_BYTES) {
            throw new IllegalArgumentException("expected a key of 32 and a header of 24 bytes");
        }
        SecretStream stream = new SecretStream();
        stream.hchacha20(streamKey, header);
        stream.restart();
        System.arraycopy(header, 16, stream.nonce, 4, 8);
        return stream;
    }

    /**
     * Seals a message where it is. The plain bytes are expected at {@code offset + 1}; afterwards {@code length + 17}
     * bytes from {@code offset} on are the sealed message.
     */
    public void push(byte[] buffer, int offset, int length) {
        push(MESSAGE, NO_DATA, buffer, offset, length);
    }

    void push(int tag, byte[] associated, byte[] buffer, int offset, int length) {
        begin((byte) tag);
        buffer[offset] = head[BLOCK];
        keystream.xor(buffer, offset + 1, length, buffer, offset + 1);
        authenticate(associated, buffer, offset + 1, length);
        System.arraycopy(mac, 0, buffer, offset + 1 + length, MAC_BYTES);
        advance(tag);
    }

    /**
     * Opens a sealed message of {@code length} bytes where it is. Afterwards the plain one is the {@code length - 17}
     * bytes from {@code offset + 1} on; on failure neither the buffer nor this stream has changed.
     *
     * @return the tag
     * @throws ProtocolException if the message is too short or not the next one of this stream
     */
    public int pull(byte[] buffer, int offset, int length) {
        return pull(NO_DATA, buffer, offset, length);
    }

    int pull(byte[] associated, byte[] buffer, int offset, int length) {
        if (length < OVERHEAD) {
            throw new ProtocolException("a sealed message of " + length + " bytes is too short");
        }
        int plainLength = length - OVERHEAD;
        begin((byte) 0);
        int tag = (buffer[offset] ^ head[BLOCK]) & 0xff;
        head[BLOCK] = buffer[offset];
        authenticate(associated, buffer, offset + 1, plainLength);
        byte[] claimed = Arrays.copyOfRange(buffer, offset + length - MAC_BYTES, offset + length);
        if (!MessageDigest.isEqual(mac, claimed)) {
            keystream.reset();
            throw new ProtocolException("a sealed message that does not authenticate");
        }
        keystream.xor(buffer, offset + 1, plainLength, buffer, offset + 1);
        advance(tag);
        return tag;
    }

    /** Fills the first half of the head with the MAC's key and the second with the block that hides the tag. */
    private void begin(byte tag) {
        System.arraycopy(ZEROS, 0, head, 0, BLOCK);
        System.arraycopy(ZEROS, 0, head, BLOCK, BLOCK);
        head[BLOCK] = tag;
        keystream.begin(key, nonce, 0);
        keystream.xor(head, 0, 2 * BLOCK, head, 0);
    }

    /** The second padding is as odd as libsodium's: {@code length mod 16} zeros, not what is missing to 16. */
    private void authenticate(byte[] associated, byte[] buffer, int offset, int length) {
        poly.init(new KeyParameter(head, 0, KEY_BYTES));
        poly.update(associated, 0, associated.length);
        poly.update(ZEROS, 0, -associated.length & 15);
        poly.update(head, BLOCK, BLOCK);
        poly.update(buffer, offset, length);
        poly.update(ZEROS, 0, length & 15);
        LONGS.set(lengths, 0, (long) associated.length);
        LONGS.set(lengths, 8, (long) BLOCK + length);
        poly.update(lengths, 0, lengths.length);
        poly.doFinal(mac, 0);
    }

    private void advance(int tag) {
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] ^= mac[i];
        }
        int counter = (int) INTS.get(nonce, 0) + 1;
        INTS.set(nonce, 0, counter);
        if ((tag & REKEY) != 0 || counter == 0) {
            rekey();
        }
    }

    void rekey() {
        byte[] next = Arrays.copyOf(key, KEY_BYTES + 8);
        System.arraycopy(nonce, 4, next, KEY_BYTES, 8);
        keystream.begin(key, nonce, 0);
        keystream.xor(next, 0, next.length, next, 0);
        System.arraycopy(next, 0, key, 0, KEY_BYTES);
        System.arraycopy(next, KEY_BYTES, nonce, 4, 8);
        restart();
    }

    private void restart() {
        INTS.set(nonce, 0, 1);
    }

    /** The key and the nonce, for tests against recorded states. */
    byte[] state() {
        byte[] state = Arrays.copyOf(key, KEY_BYTES + nonce.length);
        System.arraycopy(nonce, 0, state, KEY_BYTES, nonce.length);
        return state;
    }

    void state(byte[] state) {
        System.arraycopy(state, 0, key, 0, KEY_BYTES);
        System.arraycopy(state, KEY_BYTES, nonce, 0, nonce.length);
    }

    /** HChaCha20 out of a plain block, by taking its final addition back (spec page 02, section 4). */
    private void hchacha20(byte[] streamKey, byte[] header) {
        byte[] block = new byte[BLOCK];
        keystream.begin(streamKey, Arrays.copyOfRange(header, 4, 16), (int) INTS.get(header, 0));
        keystream.xor(block, 0, BLOCK, block, 0);
        int[] constants = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
        for (int i = 0; i < 4; i++) {
            INTS.set(key, 4 * i, (int) INTS.get(block, 4 * i) - constants[i]);
            INTS.set(key, 16 + 4 * i, (int) INTS.get(block, 48 + 4 * i) - (int) INTS.get(header, 4 * i));
        }
    }
}
