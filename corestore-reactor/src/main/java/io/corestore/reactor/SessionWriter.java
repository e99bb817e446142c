package io.corestore.reactor;

import io.corestore.Appended;
import io.corestore.Durability;
import io.corestore.Signable;
import io.corestore.core.Log;
import io.corestore.core.LogAppend;
import io.corestore.core.LogBatch;
import io.corestore.core.LogSigner;
import io.corestore.error.NotWritableException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes of one session: encrypted with its key, signed as it may sign. */
final class SessionWriter {
    private static final int MAX_BLOCK = 15 << 20;

    private final Log log;
    private final Cipher cipher;
    private final @Nullable LogSigner signer;
    private final Guard guard;
    private final Durability durability;

    /** @param durability of appends that do not say so themselves */
    SessionWriter(Log log, Cipher cipher, @Nullable LogSigner signer, Guard guard, Durability durability) {
        this.log = log;
        this.cipher = cipher;
        this.signer = signer;
        this.guard = guard;
        this.durability = durability;
    }

    boolean canSign() {
        return signer != null && guard.permits(log);
    }

    Mono<Appended> append(List<ByteBuffer> blocks) {
        return append(blocks, durability);
    }

    Mono<Appended> append(List<ByteBuffer> blocks, Durability level) {
        return append(LogAppend.of(blocks, requireSigner(), cipher.encryption(), level));
    }

    Mono<Appended> append(List<ByteBuffer> blocks, ByteBuffer signature) {
        guard.require(log);
        return append(LogAppend.of(blocks, log.given(signature), cipher.encryption(), durability));
    }

    Flux<Appended> appendAll(Publisher<ByteBuffer> blocks) {
        requireSigner();
        return AppendStream.of(blocks, block -> {
            requireLegal(block);
            return append(List.of(block));
        });
    }

    Mono<Void> truncate(long length, long fork) {
        return log.truncate(length, fork, requireSigner());
    }

    Mono<Signable> signable(List<ByteBuffer> blocks) {
        return Mono.fromSupplier(() -> {
            LogBatch next = new LogBatch(log);
            blocks.forEach(block -> next.append(block, cipher.encryption()));
            return next.signable();
        });
    }

    Mono<Appended> append(LogBatch batch) {
        return append(batch.toAppend(requireSigner(), durability));
    }

    void requireLegal(ByteBuffer block) {
        if (block.remaining() + cipher.padding() > MAX_BLOCK) {
            throw new IllegalArgumentException("a block of " + block.remaining() + " bytes is above 15 MiB");
        }
    }

    private Mono<Appended> append(LogAppend append) {
        return log.append(append).map(cipher::content);
    }

    private LogSigner requireSigner() {
        if (signer == null) {
            throw new NotWritableException("this session cannot write to core " + log.discoveryKey()
                    + ": it has no secret key of its signer, or is read-only");
        }
        guard.require(log);
        return signer;
    }
}
