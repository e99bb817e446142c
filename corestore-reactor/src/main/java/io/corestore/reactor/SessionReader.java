package io.corestore.reactor;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ReadOptions;
import io.corestore.core.Log;
import io.corestore.error.BlockUnavailableException;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads of one session: through its view, decrypted with its key. */
final class SessionReader {
    private final SessionScope scope;
    private final Log log;
    private final View view;
    private final Cipher cipher;

    SessionReader(SessionScope scope, Log log, View view, Cipher cipher) {
        this.scope = scope;
        this.log = log;
        this.view = view;
        this.cipher = cipher;
    }

    Mono<ByteBuffer> get(long index, ReadOptions options) {
        BlockRange one = BlockRange.of(index, index + 1);
        Flux<ByteBuffer> patient = scope.waiting(() -> blocks(one, options));
        return Mono.defer(() -> {
            view.require(index);
            return log.isStored(index)
                    ? scope.brief(() -> log.readRun(index, index + 1).map(run -> opened(index, run.get(0), options)))
                            .onErrorResume(
                                    BlockUnavailableException.class,
                                    gone -> log.isStored(index) ? Mono.error(gone) : patient.next())
                    : patient.next();
        });
    }

    /** A range without end stops at the length on subscription. */
    Flux<ByteBuffer> read(BlockRange range, ReadOptions options) {
        return scope.waiting(
                () -> blocks(range.isOpen() ? range.clampTo(view.state().length()) : range, options));
    }

    Flux<ByteBuffer> follow(long from, ReadOptions options) {
        return scope.waiting(() -> blocks(BlockRange.from(from), options));
    }

    Mono<BlockPosition> seek(long bytes, ReadOptions options) {
        return scope.waiting(() -> (view.isSnapshot() && bytes >= cipher.contentBytes(view.state())
                                ? end(bytes)
                                : Seek.of(log, new Seek.Target(bytes, cipher.padding(), !view.isSnapshot()), options)
                                        .doOnNext(found -> view.require(neededFor(found))))
                        .flux())
                .next();
    }

    /** The last block that a position depends on: where a block starts is told by those before it. */
    private static long neededFor(BlockPosition found) {
        return found.offset() == 0 ? found.block() - 1 : found.block();
    }

    private Mono<BlockPosition> end(long bytes) {
        return bytes == cipher.contentBytes(view.state())
                ? Mono.just(new BlockPosition(view.state().length(), 0))
                : Mono.error(new BlockUnavailableException("byte " + bytes + " is behind this snapshot"));
    }

    private Flux<ByteBuffer> blocks(BlockRange wanted, ReadOptions options) {
        BlockRange range = view.within(wanted);
        Flux<ByteBuffer> stored = view.guarded(range, BlockFlow.of(log, range, options));
        return options.raw() ? stored : cipher.open(range.start(), stored);
    }

    private ByteBuffer opened(long index, ByteBuffer stored, ReadOptions options) {
        view.require(index);
        return options.raw() ? stored : cipher.open(index, stored);
    }
}
