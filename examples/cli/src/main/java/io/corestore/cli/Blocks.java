package io.corestore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Cuts bytes into blocks, reading no further than is asked for; each block goes on as soon as it is read. */
final class Blocks {
    /** The largest block a core takes. */
    static final int MAX_BYTES = 15 * 1024 * 1024;

    private Blocks() {}

    /** The lines of a stream without their newlines. Empty lines are blocks, so is a last line without newline. */
    static Flux<ByteBuffer> lines(InputStream in) {
        return read(() -> new LineReader(in)::next);
    }

    /** The lines of a file, as {@link #lines}. */
    static Flux<ByteBuffer> fileLines(Path file) {
        return Flux.using(() -> Files.newInputStream(file), Blocks::lines, Blocks::close);
    }

    /** A file in blocks of {@code size} bytes, the last one as long as is left. */
    static Flux<ByteBuffer> file(Path file, int size) {
        return Flux.using(() -> Files.newInputStream(file), in -> read(() -> () -> nextBlock(in, size)), Blocks::close);
    }

    private static byte @Nullable [] nextBlock(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        return bytes.length == 0 ? null : bytes;
    }

    private static Flux<ByteBuffer> read(Callable<Source> open) {
        return Flux.generate(open, Blocks::step).subscribeOn(Schedulers.boundedElastic());
    }

    private static Source step(Source source, SynchronousSink<ByteBuffer> sink) {
        try {
            byte[] block = source.next();
            if (block == null) {
                sink.complete();
            } else {
                sink.next(ByteBuffer.wrap(block).asReadOnlyBuffer());
            }
        } catch (IOException e) {
            sink.error(e);
        }
        return source;
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Source {
        byte @Nullable [] next() throws IOException;
    }
}
