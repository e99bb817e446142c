package io.corestore.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Says when nothing has happened for a while, and again after each further such while. What happens only moves a
 * date; the timer looks at it when it is due, so that a busy connection costs one timer task a period.
 */
final class IdleTimer implements Disposable {
    private final Scheduler timer;
    private final long period;
    private final Runnable whenIdle;
    private final Disposable.Swap task = Disposables.swap();
    private volatile long due;

    private IdleTimer(Scheduler timer, Duration period, Runnable whenIdle) {
        this.timer = timer;
        this.period = period.toMillis();
        this.whenIdle = whenIdle;
    }

    /** Starts; a period of zero means never. */
    static IdleTimer start(Scheduler timer, Duration period, Runnable whenIdle) {
        IdleTimer idle = new IdleTimer(timer, period, whenIdle);
        if (idle.period > 0) {
            idle.touch();
            idle.schedule(idle.period);
        }
        return idle;
    }

    /** Something happened just now. */
    void touch() {
        due = now() + period;
    }

    @Override
    public void dispose() {
        task.dispose();
    }

    private void look() {
        long left = due - now();
        if (left <= 0) {
            whenIdle.run();
            touch();
            left = period;
        }
        schedule(left);
    }

    private void schedule(long delay) {
        if (!task.isDisposed()) {
            task.replace(timer.schedule(this::look, delay, TimeUnit.MILLISECONDS));
        }
    }

    private long now() {
        return timer.now(TimeUnit.MILLISECONDS);
    }
}
