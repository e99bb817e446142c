package io.corestore.architecture;

import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The detector of blocking calls is on in this module's tests, and knows those on files. */
class BlockingGateTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> blockingCallsOnThreadsForSignalsAreErrors() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        return Stream.of(
                isCaught("sleep", () -> {
                    Thread.sleep(1);
                    return 0;
                }),
                isCaught("force", () -> {
                    try (AsynchronousFileChannel channel =
                            AsynchronousFileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(false);
                        return 0;
                    }
                }),
                isCaught("truncate", () -> {
                    try (AsynchronousFileChannel channel =
                            AsynchronousFileChannel.open(file, StandardOpenOption.WRITE)) {
                        return channel.truncate(0).size();
                    }
                }),
                isCaught("size of a path", () -> Files.size(file)));
    }

    private static DynamicTest isCaught(String name, Callable<?> blocking) {
        return DynamicTest.dynamicTest(
                name,
                () -> Mono.fromCallable(blocking)
                        .subscribeOn(Schedulers.parallel())
                        .as(StepVerifier::create)
                        .verifyError(BlockingOperationError.class));
    }
}
