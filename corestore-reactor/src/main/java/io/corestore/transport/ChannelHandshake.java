package io.corestore.transport;

import io.corestore.crypto.NoiseDh;
import io.corestore.crypto.NoiseHandshake;
import io.corestore.crypto.NoiseSession;
import io.corestore.crypto.SecretStream;
import io.corestore.error.ProtocolException;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a secure channel up to the point where messages flow (spec page 04, section 2): bytes in, steps out.
 *
 * <p>Not safe for use by several threads.
 */
final class ChannelHandshake {
    /** No handshake message is near this long; it bounds what an unknown peer can make us hold. */
    private static final int MAX_FRAME = 1024;

    private final boolean initiator;
    private final SecureOptions options;
    private final NoiseHandshake noise;
    private final FrameSplitter splitter = new FrameSplitter(MAX_FRAME);
    private @Nullable ChannelInput input;

    ChannelHandshake(boolean initiator, SecureOptions options) {
        this.initiator = initiator;
        this.options = options;
        this.noise =
                NoiseHandshake.xx(initiator, options.keyPair(), options.random().apply(NoiseDh.BYTES));
    }

    /** What to send before anything is received. */
    List<ChannelStep> start() {
        return noise.isWriting() ? List.of(reply()) : List.of();
    }

    /** What comes of a chunk; steps that carry messages are iterated over in their order. */
    List<ChannelStep> receive(ByteBuffer chunk) {
        if (input != null) {
            return List.of(new ChannelStep.Received(input.messages(chunk)));
        }
        splitter.feed(chunk);
        List<ChannelStep> steps = new ArrayList<>();
        for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
            ChannelStep step = read(frame);
            steps.add(step);
            if (input != null) {
                steps.add(new ChannelStep.Received(input.messages()));
                return steps;
            }
        }
        return steps;
    }

    private ChannelStep read(byte[] frame) {
        try {
            noise.read(frame);
        } catch (ProtocolException bad) {
            throw new ProtocolException("Noise handshake failed: " + bad.getMessage(), bad);
        }
        byte[] last = {};
        if (noise.isWriting()) {
            last = ChannelOutput.frame(noise.write());
        }
        return noise.isComplete() ? connected(last) : new ChannelStep.Reply(ByteBuffer.wrap(last));
    }

    private ChannelStep reply() {
        return new ChannelStep.Reply(ByteBuffer.wrap(ChannelOutput.frame(noise.write())));
    }

    private ChannelStep connected(byte[] last) {
        NoiseSession session = noise.session();
        if (session.remoteKey().equals(options.keyPair().publicKey())) {
            throw new ProtocolException("the other side has this side's own key");
        }
        input = new ChannelInput(splitter, options.maxFrame(), initiator, session, options.wireLimits());
        ChannelOutput output =
                new ChannelOutput(initiator, session, options.random().apply(SecretStream.HEADER_BYTES));
        PeerLink link = new PeerLink(initiator, session.handshakeHash(), session.remoteKey(), options.address());
        byte[] header = output.header();
        ByteBuffer bytes = ByteBuffer.allocate(last.length + header.length);
        return new ChannelStep.Connected(bytes.put(last).put(header).flip(), link, output);
    }
}
