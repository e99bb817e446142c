package io.corestore.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.corestore.spi.IoScheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import reactor.core.publisher.Mono;

/** A write has one outcome, whatever ends or withdraws it meanwhile. */
public final class WriteQueueStress {
    private WriteQueueStress() {}

    /** A write that comes as the queue ends is carried out or failed, and who ended it is told. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "carried out")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "failed")
    @Outcome(expect = FORBIDDEN, desc = "forgotten, done twice, or the end was not told")
    @State
    public static class EndAndSubmit {
        private static final IoScheduler ENDED = ended();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger idle = new AtomicInteger();
        private final WriteQueue queue = new WriteQueue(ENDED, EndAndSubmit::carryOut);

        @Actor
        public void submit() {
            Mono.<Integer>create(sink -> queue.submit(new Write.Alone<>(() -> Mono.just(1), sink)))
                    .subscribe(value -> done.incrementAndGet(), error -> failed.incrementAndGet());
        }

        @Actor
        public void end() {
            queue.end(new IllegalStateException("ended")).subscribe(null, null, idle::incrementAndGet);
        }

        @Arbiter
        public void outcome(III_Result result) {
            result.r1 = done.get();
            result.r2 = failed.get();
            result.r3 = idle.get();
        }

        private static Mono<Void> carryOut(List<Write> group) {
            group.forEach(write -> ((Write.Alone<?>) write).run().subscribe());
            return Mono.empty();
        }

        private static IoScheduler ended() {
            IoScheduler io = IoScheduler.create("ended", 1);
            io.dispose();
            return io;
        }
    }

    /** A write starts once at most, and not after it was taken back. */
    @JCStressTest
    @Outcome(id = "true, false, false", expect = ACCEPTABLE, desc = "the first one starts it")
    @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "the second one starts it")
    @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "taken back")
    @Outcome(expect = FORBIDDEN, desc = "started twice, or after all")
    @State
    public static class StartAndWithdraw {
        private final Write write = new Write.Alone<Integer>(Mono::empty, null);

        @Actor
        public void start(ZZZ_Result result) {
            result.r1 = write.start();
        }

        @Actor
        public void startToo(ZZZ_Result result) {
            result.r2 = write.start();
        }

        @Actor
        public void withdraw() {
            write.withdraw();
        }

        @Arbiter
        public void startLater(ZZZ_Result result) {
            result.r3 = write.start();
        }
    }
}
