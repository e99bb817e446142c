package io.corestore.architecture;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Calls on files that block and that the detector does not know of itself. Found by it as a service; it is installed
 * for every test of this module.
 */
public final class BlockingMarks implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.markAsBlocking("sun.nio.ch.SimpleAsynchronousFileChannelImpl", "force", "(Z)V")
                .markAsBlocking(
                        "sun.nio.ch.SimpleAsynchronousFileChannelImpl",
                        "truncate",
                        "(J)Ljava/nio/channels/AsynchronousFileChannel;")
                .markAsBlocking("sun.nio.ch.SimpleAsynchronousFileChannelImpl", "size", "()J")
                .markAsBlocking("sun.nio.ch.FileChannelImpl", "force", "(Z)V")
                .markAsBlocking("java.nio.file.Files", "size", "(Ljava/nio/file/Path;)J")
                // waits for no more than another thread that hands over as well
                .allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer")
                // the same for the queue in which the TCK's subscribers keep what they were told
                .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "offer")
                // reads /dev/urandom, which never waits
                .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                // Netty's buffer pool grows under contention, and takes the magazines it replaces from who is in them
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "free");
    }
}
