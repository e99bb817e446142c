package io.corestore.core;

import io.corestore.Appended;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Something that waits for a log's one writer. */
abstract sealed class Write {
    private final AtomicBoolean decided = new AtomicBoolean();

    /** Whether the write goes ahead; false if it was taken back. */
    boolean start() {
        return decided.compareAndSet(false, true);
    }

    /** Takes the write back unless it has started. */
    void withdraw() {
        decided.set(true);
    }

    /** Whether this write can be carried out together with one before it. */
    boolean joins(Write first) {
        return first.getClass() == getClass();
    }

    abstract long bytes();

    abstract void fail(Throwable error);

    /** Blocks to append. */
    static final class Append extends Write {
        private final LogAppend append;
        private final MonoSink<Appended> sink;

        Append(LogAppend append, MonoSink<Appended> sink) {
            this.append = append;
            this.sink = sink;
        }

        LogAppend append() {
            return append;
        }

        void done(Appended appended) {
            sink.success(appended);
        }

        @Override
        boolean joins(Write first) {
            return first instanceof Append other && append.joins(other.append);
        }

        @Override
        long bytes() {
            long bytes = 0;
            for (ByteBuffer block : append.blocks()) {
                bytes += block.remaining();
            }
            return bytes;
        }

        @Override
        void fail(Throwable error) {
            sink.error(error);
        }
    }

    /** A change that is carried out alone, by itself. */
    static final class Alone<T> extends Write {
        private final Supplier<Mono<T>> change;
        private final MonoSink<T> sink;

        /** @param change emits its outcome once it is committed and published */
        Alone(Supplier<Mono<T>> change, MonoSink<T> sink) {
            this.change = change;
            this.sink = sink;
        }

        /** Never fails. */
        Mono<Void> run() {
            return Mono.defer(change)
                    .doOnSuccess(sink::success)
                    .doOnError(sink::error)
                    .onErrorComplete()
                    .then();
        }

        @Override
        boolean joins(Write first) {
            return false;
        }

        @Override
        long bytes() {
            return 0;
        }

        @Override
        void fail(Throwable error) {
            sink.error(error);
        }
    }

    /** Data of a peer to verify and store. */
    static final class Ingest extends Write {
        private final Message.Data data;
        private final MonoSink<Ingested> sink;

        Ingest(Message.Data data, MonoSink<Ingested> sink) {
            this.data = data;
            this.sink = sink;
        }

        Message.Data data() {
            return data;
        }

        void done(Ingested result) {
            sink.success(result);
        }

        @Override
        long bytes() {
            return data.block() == null ? 0 : data.block().value().remaining();
        }

        @Override
        void fail(Throwable error) {
            sink.error(error);
        }
    }
}
