package io.corestore.crypto;

import java.util.List;

/** Which keys are sent and mixed in which message (spec page 03; the Noise Protocol Framework, sections 7.4 and 7.5). */
public enum NoisePattern {
    /** Neither side knows the other's static key: what secret streams use. */
    XX(false, List.of(List.of(Token.E), List.of(Token.E, Token.EE, Token.S, Token.ES), List.of(Token.S, Token.SE))),
    /** The initiator knows the responder's static key. */
    IK(true, List.of(List.of(Token.E, Token.ES, Token.S, Token.SS), List.of(Token.E, Token.EE, Token.SE)));

    /** A key that is sent, or a pair of keys that is mixed in, the initiator's first. */
    enum Token {
        E,
        S,
        EE,
        ES,
        SE,
        SS
    }

    private final boolean responderKnown;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<List<Token>> messages;

    NoisePattern(boolean responderKnown, List<List<Token>> messages) {
        this.responderKnown = responderKnown;
        this.messages = messages;
    }

    String protocolName() {
        return "Noise_" + name() + "_Ed25519_ChaChaPoly_BLAKE2b";
    }

    /** Whether the initiator needs the responder's static key beforehand. */
    boolean responderKnown() {
        return responderKnown;
    }

    /** The messages in order; the initiator sends the first. */
    List<List<Token>> messages() {
        return messages;
    }
}
