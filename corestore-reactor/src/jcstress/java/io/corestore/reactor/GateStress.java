package io.corestore.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.corestore.error.SuspendedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import reactor.core.publisher.Mono;

/** Who shuts a gate as somebody passes is told, once, and when nobody is inside. */
@JCStressTest
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "told when all was quiet")
@Outcome(expect = FORBIDDEN, desc = "told too early, twice or never")
@State
public class GateStress {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final Gate gate = new Gate();
    private volatile boolean early;

    @Actor
    public void pass() {
        gate.pass(() -> Mono.<Void>fromRunnable(inside::incrementAndGet).doOnTerminate(inside::decrementAndGet))
                .onErrorResume(SuspendedException.class, refused -> Mono.empty())
                .subscribe();
    }

    @Actor
    public void shut() {
        gate.shut().subscribe(null, null, () -> {
            early |= inside.get() != 0;
            told.incrementAndGet();
        });
    }

    @Arbiter
    public void outcome(ZI_Result result) {
        result.r1 = early;
        result.r2 = told.get();
    }
}
