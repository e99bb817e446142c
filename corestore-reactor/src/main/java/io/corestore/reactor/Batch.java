package io.corestore.reactor;

import io.corestore.Appended;
import io.corestore.BlockPosition;
import io.corestore.CoreBatch;
import io.corestore.core.LogBatch;
import io.corestore.error.ClosedException;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A batch of one session. */
final class Batch implements CoreBatch {
    private final CoreSession session;
    private final SessionWriter writer;
    private final Cipher cipher;
    private final LogBatch batch;
    private volatile boolean closed;

    Batch(CoreSession session, SessionWriter writer, Cipher cipher) {
        this.session = session;
        this.writer = writer;
        this.cipher = cipher;
        this.batch = new LogBatch(session.log());
    }

    @Override
    public long length() {
        return batch.length();
    }

    @Override
    public long byteLength() {
        return batch.byteLength() - cipher.padding() * batch.length();
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks) {
        blocks.forEach(writer::requireLegal);
        return open(() -> {
            long index = batch.length();
            blocks.forEach(block -> batch.append(block, cipher.encryption()));
            return Mono.just(new Appended(index, length(), byteLength()));
        });
    }

    @Override
    public Mono<ByteBuffer> get(long index) {
        return open(() -> {
            if (index >= batch.length()) {
                throw new IndexOutOfBoundsException("the batch ends at block " + batch.length());
            }
            return index < batch.start() ? session.get(index) : Mono.just(cipher.open(index, batch.block(index)));
        });
    }

    @Override
    public Mono<Boolean> has(long index) {
        return open(() -> index < batch.start() ? session.has(index) : Mono.just(index < batch.length()));
    }

    @Override
    public Mono<BlockPosition> seek(long bytes) {
        return open(() -> {
            long before = byteLength();
            for (long index = batch.length() - 1; index >= batch.start(); index--) {
                long end = before;
                before -= batch.block(index).remaining() - cipher.padding();
                if (bytes >= before && bytes < end) {
                    return Mono.just(new BlockPosition(index, bytes - before));
                }
            }
            return bytes < before
                    ? session.seek(bytes)
                    : bytes == byteLength() ? Mono.just(new BlockPosition(length(), 0)) : Mono.empty();
        });
    }

    @Override
    public Mono<Void> truncate(long length) {
        return open(() -> {
            batch.truncate(length);
            return Mono.empty();
        });
    }

    @Override
    public Mono<Hash> treeHash() {
        return open(() -> Mono.just(batch.treeHash()));
    }

    @Override
    public Mono<Appended> flush() {
        return open(() -> writer.append(batch)).doOnSuccess(done -> batch.flushed());
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> closed = true);
    }

    private <T> Mono<T> open(Supplier<Mono<T>> work) {
        return session.scope().brief(() -> {
            if (closed) {
                throw new ClosedException("this batch is closed");
            }
            return work.get();
        });
    }
}
