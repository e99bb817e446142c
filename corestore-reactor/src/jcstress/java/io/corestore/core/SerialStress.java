package io.corestore.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.corestore.spi.IoScheduler;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A signal that comes as a turn ends leads to another turn, behind that one. */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "all done, one turn at a time")
@Outcome(expect = FORBIDDEN, desc = "work forgotten, or two turns at once")
@State
public class SerialStress {
    private static final IoScheduler ENDED = ended();
    private final AtomicInteger todo = new AtomicInteger(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Serial serial = new Serial(ENDED, this::step);
    private MonoSink<Void> first;

    public SerialStress() {
        serial.signal();
    }

    @Actor
    public void endOfTheFirstTurn() {
        running.decrementAndGet();
        first.success();
    }

    @Actor
    public void signal() {
        todo.incrementAndGet();
        serial.signal();
    }

    @Arbiter
    public void outcome(II_Result result) {
        result.r1 = todo.get();
        result.r2 = most.get();
    }

    private Mono<Void> step() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        todo.set(0);
        if (first == null) {
            return Mono.create(sink -> first = sink);
        }
        running.decrementAndGet();
        return Mono.empty();
    }

    private static IoScheduler ended() {
        IoScheduler io = IoScheduler.create("ended", 1);
        io.dispose();
        return io;
    }
}
