package io.corestore.crypto;

import io.corestore.crypto.NoisePattern.Token;
import io.corestore.error.ProtocolException;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a Noise handshake (spec page 03). {@link #write} and {@link #read} are called in turns until {@link
 * #isComplete}; who is the initiator writes first. Messages that are too short, do not authenticate or carry a key that
 * the Diffie-Hellman refuses raise {@link ProtocolException}, after which the handshake is of no more use.
 *
 * <p>Not safe for use by several threads.
 */
public final class NoiseHandshake {
    private static final byte[] EMPTY = {};

    private final NoisePattern pattern;
    private final boolean initiator;
    private final KeyPair statics;
    private final KeyPair ephemeral;
    private final NoiseSymmetricState state;
    private byte @Nullable [] remoteStatic;
    private byte @Nullable [] remoteEphemeral;
    private int messages;

    private NoiseHandshake(
            NoisePattern pattern, boolean initiator, KeyPair statics, byte[] ephemeralSeed, byte[] prologue) {
        this.pattern = pattern;
        this.initiator = initiator;
        this.statics = statics;
        this.ephemeral = NoiseDh.keyPair(ephemeralSeed);
        this.state = new NoiseSymmetricState(pattern.protocolName());
        state.mixHash(prologue);
    }

    /**
     * A handshake in which neither side knows the other.
     *
     * @param statics the key pair this side is known by
     * @param ephemeralSeed 32 bytes that are random and used for nothing else
     */
    public static NoiseHandshake xx(boolean initiator, KeyPair statics, byte[] ephemeralSeed) {
        return new NoiseHandshake(NoisePattern.XX, initiator, statics, ephemeralSeed, EMPTY);
    }

    /** The initiator's side of a handshake with a responder whose static key it knows. */
    public static NoiseHandshake ikInitiator(KeyPair statics, byte[] ephemeralSeed, byte[] prologue, Hash responder) {
        NoiseHandshake handshake = new NoiseHandshake(NoisePattern.IK, true, statics, ephemeralSeed, prologue);
        handshake.remoteStatic = responder.toBytes();
        handshake.state.mixHash(responder.toBytes());
        return handshake;
    }

    /** The responder's side of a handshake with an initiator who knows its static key. */
    public static NoiseHandshake ikResponder(KeyPair statics, byte[] ephemeralSeed, byte[] prologue) {
        NoiseHandshake handshake = new NoiseHandshake(NoisePattern.IK, false, statics, ephemeralSeed, prologue);
        handshake.state.mixHash(statics.publicKey().toBytes());
        return handshake;
    }

    /** Whether the last message was written or read. */
    public boolean isComplete() {
        return messages == pattern.messages().size();
    }

    /** Whether it is this side's turn to write. */
    public boolean isWriting() {
        return !isComplete() && initiator == (messages % 2 == 0);
    }

    /** The next message, without a payload. */
    public byte[] write() {
        return write(EMPTY);
    }

    /** The next message. */
    public byte[] write(byte[] payload) {
        byte[] message = EMPTY;
        for (Token token : tokens(true)) {
            message = concat(message, writeToken(token));
        }
        return concat(message, state.encryptAndHash(payload));
    }

    /** Reads the next message; its payload. */
    public byte[] read(byte[] message) {
        Input input = new Input(message);
        for (Token token : tokens(false)) {
            readToken(token, input);
        }
        return state.decryptAndHash(input.rest());
    }

    /** The outcome of a completed handshake. */
    public NoiseSession session() {
        if (!isComplete()) {
            throw new IllegalStateException("the handshake is not complete");
        }
        byte[][] keys = state.split();
        Hash remoteKey = Hash.of(known(remoteStatic));
        return initiator
                ? new NoiseSession(keys[0], keys[1], state.hash().clone(), remoteKey)
                : new NoiseSession(keys[1], keys[0], state.hash().clone(), remoteKey);
    }

    private List<Token> tokens(boolean writing) {
        if (isWriting() != writing || isComplete()) {
            throw new ProtocolException("a handshake message out of turn");
        }
        return pattern.messages().get(messages++);
    }

    private byte[] writeToken(Token token) {
        switch (token) {
            case E -> {
                byte[] key = ephemeral.publicKey().toBytes();
                state.mixHash(key);
                return key;
            }
            case S -> {
                return state.encryptAndHash(statics.publicKey().toBytes());
            }
            default -> {
                mix(token);
                return EMPTY;
            }
        }
    }

    private void readToken(Token token, Input input) {
        switch (token) {
            case E -> {
                remoteEphemeral = input.take(NoiseDh.BYTES);
                state.mixHash(remoteEphemeral);
            }
            case S -> remoteStatic = state.decryptAndHash(input.take(NoiseDh.BYTES + NoiseSymmetricState.TAG_BYTES));
            default -> mix(token);
        }
    }

    /** The first letter of a token is the initiator's key, the second the responder's. */
    private void mix(Token token) {
        boolean localStatic = token == Token.SS || token == (initiator ? Token.SE : Token.ES);
        boolean farStatic = token == Token.SS || token == (initiator ? Token.ES : Token.SE);
        state.mixKey(
                NoiseDh.shared(localStatic ? statics : ephemeral, known(farStatic ? remoteStatic : remoteEphemeral)));
    }

    private static byte[] known(byte @Nullable [] key) {
        if (key == null) {
            throw new IllegalStateException("a key is used before it was read");
        }
        return key;
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    /** What is left of a message that is read. */
    private static final class Input {
        private final byte[] message;
        private int position;

        Input(byte[] message) {
            this.message = message;
        }

        byte[] take(int length) {
            if (length > message.length - position) {
                throw new ProtocolException("a handshake message of " + message.length + " bytes is too short");
            }
            position += length;
            return Arrays.copyOfRange(message, position - length, position);
        }

        byte[] rest() {
            return Arrays.copyOfRange(message, position, message.length);
        }
    }
}
