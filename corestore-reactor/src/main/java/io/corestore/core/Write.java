package io.corestore.core;

import io.corestore.Appended;
import io.corestore.crypto.TreeSigner;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
        private final List<ByteBuffer> blocks;
        private final TreeSigner signer;
        private final MonoSink<Appended> sink;

        Append(List<ByteBuffer> blocks, TreeSigner signer, MonoSink<Appended> sink) {
            this.blocks = blocks;
            this.signer = signer;
            this.sink = sink;
        }

        List<ByteBuffer> blocks() {
            return blocks;
        }

        TreeSigner signer() {
            return signer;
        }

        void done(Appended appended) {
            sink.success(appended);
        }

        @Override
        boolean joins(Write first) {
            return first instanceof Append append && append.signer == signer;
        }

        @Override
        long bytes() {
            long bytes = 0;
            for (ByteBuffer block : blocks) {
                bytes += block.remaining();
            }
            return bytes;
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

    /** User data to set. */
    static final class SetUserData extends Write {
        private final Map<String, ByteBuffer> values;
        private final MonoSink<Void> sink;

        SetUserData(Map<String, ByteBuffer> values, MonoSink<Void> sink) {
            this.values = values;
            this.sink = sink;
        }

        Map<String, ByteBuffer> values() {
            return values;
        }

        void done() {
            sink.success();
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
}
