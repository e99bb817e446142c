package io.corestore.reactor;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ReadOptions;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.core.Sought;
import io.corestore.core.WantedSeek;
import io.corestore.error.BlockUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One search for a byte position: looks at the stored nodes and, where these do not tell, waits for those of peers or for
 * the log to grow, and looks again.
 */
final class Seek {
    private final Log log;
    private final Target target;
    private final ReadOptions options;

    private Seek(Log log, Target target, ReadOptions options) {
        this.log = log;
        this.target = target;
        this.options = options;
    }

    /**
     * What is looked for.
     *
     * @param bytes the position, counted from the start of the core
     * @param padding how many bytes each block is longer than its content
     * @param mayCome whether a position behind the last byte may be that of a block to come
     */
    record Target(long bytes, int padding, boolean mayCome) {}

    static Mono<BlockPosition> of(Log log, Target target, ReadOptions options) {
        Seek seek = new Seek(log, target, options);
        Mono<BlockPosition> found = Mono.defer(seek::look).repeat().next();
        return Patience.of(found, options, "was not found", seek::unavailable);
    }

    /** The position, or empty when there is reason to look again. */
    private Mono<BlockPosition> look() {
        LogState seen = log.state();
        return log.tree().seek(target.bytes(), target.padding()).flatMap(sought -> next(seen, sought));
    }

    private Mono<BlockPosition> next(LogState seen, Sought sought) {
        if (sought.position() != null) {
            return Mono.just(sought.position());
        }
        return options.waits() && (sought.among() != null || target.mayCome())
                ? change(seen, sought.among()).then(Mono.empty())
                : Mono.error(
                        unavailable(sought.among() == null ? "is behind the last one" : "cannot be told from here"));
    }

    /** Completes when the tree is another one or, if the byte is somewhere among blocks, a peer was asked for it. */
    private Mono<Void> change(LogState seen, @Nullable BlockRange among) {
        return Mono.create(sink -> {
            LogListener growth = listener(sink);
            log.listen(growth);
            Disposable wanted = among == null
                    ? Disposables.disposed()
                    : log.demand().seek(new WantedSeek(target.bytes(), target.padding(), among, sink::success));
            sink.onDispose(() -> {
                log.unlisten(growth);
                wanted.dispose();
            });
            if (log.state().tree() != seen.tree()) {
                sink.success();
            }
        });
    }

    private static LogListener listener(MonoSink<Void> sink) {
        return new LogListener() {
            @Override
            public void treeMoved(LogState before, LogState after, long shared) {
                sink.success();
            }
        };
    }

    private BlockUnavailableException unavailable(String why) {
        return new BlockUnavailableException("byte " + target.bytes() + " of core " + log.discoveryKey() + " " + why);
    }
}
