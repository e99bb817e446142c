package io.corestore.core;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Writes user data; an empty value deletes. */
final class UserDataWriter {
    private final Log log;
    private final StoredCore stored;
    private final Durability durability;

    UserDataWriter(Log log, StoredCore stored, Durability durability) {
        this.log = log;
        this.stored = stored;
        this.durability = durability;
    }

    Mono<Void> set(Map<String, ByteBuffer> values) {
        return set(values, durability);
    }

    Mono<Void> set(Map<String, ByteBuffer> values, Durability level) {
        CoreCommit.Builder commit = CoreCommit.to(log.state().head());
        values.forEach(commit::userData);
        return stored.commit(commit.build(), level).doOnSuccess(done -> apply(values));
    }

    private void apply(Map<String, ByteBuffer> values) {
        values.forEach((name, value) -> {
            if (value.hasRemaining()) {
                log.userData().put(name, copy(value));
            } else {
                log.userData().remove(name);
            }
        });
    }

    private static ByteBuffer copy(ByteBuffer value) {
        return ByteBuffer.allocate(value.remaining())
                .put(value.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }
}
