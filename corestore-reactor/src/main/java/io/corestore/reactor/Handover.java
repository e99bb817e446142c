package io.corestore.reactor;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;

/**
 * Something that is owned by whoever gets it, on its way to the user's thread. Cancelled before it arrives, it is let go:
 * {@code publishOn} would forget it.
 */
final class Handover<T> {
    private final Function<? super T, Mono<Void>> letGo;
    private @Nullable T underWay;
    private @Nullable Thread deliverer;
    private boolean ended;

    private Handover(Function<? super T, Mono<Void>> letGo) {
        this.letGo = letGo;
    }

    static <T> Mono<T> on(Scheduler signals, Mono<T> work, Function<? super T, Mono<Void>> letGo) {
        return Mono.defer(() -> {
            Handover<T> handover = new Handover<>(letGo);
            return work.doOnNext(handover::starts)
                    .publishOn(signals)
                    .doOnNext(value -> handover.arrives())
                    .doFinally(handover::end);
        });
    }

    private void starts(T value) {
        boolean late;
        synchronized (this) {
            late = ended;
            underWay = late ? null : value;
        }
        if (late) {
            letGo.apply(value).subscribe();
        }
    }

    private synchronized void arrives() {
        deliverer = Thread.currentThread();
    }

    /** Who cancels while it is being handed over has not got it, unless he does so because he has. */
    private void end(SignalType how) {
        T lost;
        synchronized (this) {
            ended = true;
            boolean has = deliverer != null && (how != SignalType.CANCEL || deliverer == Thread.currentThread());
            lost = has ? null : underWay;
            underWay = null;
        }
        if (lost != null) {
            letGo.apply(lost).subscribe();
        }
    }
}
