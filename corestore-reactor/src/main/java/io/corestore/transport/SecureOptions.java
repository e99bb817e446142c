package io.corestore.transport;

import io.corestore.crypto.NoiseDh;
import io.corestore.key.KeyPair;
import io.corestore.wire.WireLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a {@link SecureChannel} behaves. Immutable; each {@code with} method returns a changed copy.
 *
 * @param keyPair the static key pair that this side is known by
 * @param random so many random bytes; for ephemeral keys and stream headers, which must never repeat
 * @param scheduler where bytes are decrypted, decoded, encoded and encrypted; one worker a connection
 * @param timer where keep-alives and time-outs are counted
 * @param keepAlive how long nothing is written until an empty frame is; zero for never
 * @param handshakeTimeout how long the handshake may take; zero for as long as it likes
 * @param maxFrame the most bytes a received frame may have
 * @param frameBytes about how many bytes of messages are put into one frame when more are ready
 * @param wireLimits how much a message may hold
 * @param address where the other side is, for people to read
 */
public record SecureOptions(
        KeyPair keyPair,
        IntFunction<byte[]> random,
        Scheduler scheduler,
        Scheduler timer,
        Duration keepAlive,
        Duration handshakeTimeout,
        int maxFrame,
        int frameBytes,
        WireLimits wireLimits,
        String address) {
    /** The most bytes that a length of 24 bits can announce. */
    public static final int MAX_FRAME = (1 << 24) - 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    public SecureOptions {
        if (maxFrame < 1 || maxFrame > MAX_FRAME) {
            throw new IllegalArgumentException("a frame has 1 to " + MAX_FRAME + " bytes, not " + maxFrame);
        }
        if (frameBytes < 1 || keepAlive.isNegative() || handshakeTimeout.isNegative()) {
            throw new IllegalArgumentException("sizes must be at least 1 and times not negative");
        }
    }

    /**
     * A key pair of its own for each call, the parallel scheduler, a keep-alive every 5 seconds, 10 seconds for the
     * handshake, frames as large as the protocol allows, 256 KiB of ready messages a frame.
     */
    public static SecureOptions defaults() {
        return new SecureOptions(
                NoiseDh.keyPair(randomBytes(NoiseDh.BYTES)),
                SecureOptions::randomBytes,
                Schedulers.parallel(),
                Schedulers.parallel(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                MAX_FRAME,
                256 * 1024,
                WireLimits.DEFAULT,
                "");
    }

    /** With the key pair of a 32 byte seed. */
    public SecureOptions withSeed(byte[] seed) {
        return withKeyPair(NoiseDh.keyPair(seed));
    }

    public SecureOptions withKeyPair(KeyPair value) {
        return with(draft -> draft.keyPair = value);
    }

    public SecureOptions withRandom(IntFunction<byte[]> value) {
        return with(draft -> draft.random = value);
    }

    public SecureOptions withScheduler(Scheduler value) {
        return with(draft -> draft.scheduler = value);
    }

    public SecureOptions withTimer(Scheduler value) {
        return with(draft -> draft.timer = value);
    }

    public SecureOptions withKeepAlive(Duration value) {
        return with(draft -> draft.keepAlive = value);
    }

    public SecureOptions withHandshakeTimeout(Duration value) {
        return with(draft -> draft.handshakeTimeout = value);
    }

    public SecureOptions withMaxFrame(int value) {
        return with(draft -> draft.maxFrame = value);
    }

    public SecureOptions withFrameBytes(int value) {
        return with(draft -> draft.frameBytes = value);
    }

    public SecureOptions withWireLimits(WireLimits value) {
        return with(draft -> draft.wireLimits = value);
    }

    public SecureOptions withAddress(String value) {
        return with(draft -> draft.address = value);
    }

    private SecureOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A copy that can be changed. */
    private static final class Draft {
        private KeyPair keyPair;
        private IntFunction<byte[]> random;
        private Scheduler scheduler;
        private Scheduler timer;
        private Duration keepAlive;
        private Duration handshakeTimeout;
        private int maxFrame;
        private int frameBytes;
        private WireLimits wireLimits;
        private String address;

        Draft(SecureOptions options) {
            keyPair = options.keyPair;
            random = options.random;
            scheduler = options.scheduler;
            timer = options.timer;
            keepAlive = options.keepAlive;
            handshakeTimeout = options.handshakeTimeout;
            maxFrame = options.maxFrame;
            frameBytes = options.frameBytes;
            wireLimits = options.wireLimits;
            address = options.address;
        }

        SecureOptions options() {
            return new SecureOptions(
                    keyPair,
                    random,
                    scheduler,
                    timer,
                    keepAlive,
                    handshakeTimeout,
                    maxFrame,
                    frameBytes,
                    wireLimits,
                    address);
        }
    }
}
