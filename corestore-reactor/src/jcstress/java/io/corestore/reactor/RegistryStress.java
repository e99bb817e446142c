package io.corestore.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.corestore.Durability;
import io.corestore.core.EmptyCore;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.spi.IoScheduler;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import reactor.core.publisher.Mono;

/** Who comes as the last one goes gets an open core: the same, or one opened after that was closed. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "open while held, once at a time, closed after that")
@Outcome(expect = FORBIDDEN, desc = "held and closed, open twice, or left open")
@State
public class RegistryStress {
    private static final DiscoveryKey KEY = DiscoveryKey.of(new byte[32]);
    private static final LogOptions OPTIONS = new LogOptions(ended(), Mono.just("this run"), Durability.SYNC, false);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Registry registry = new Registry(log -> {});
    private volatile Hold first;
    private volatile Hold second;

    public RegistryStress() {
        registry.hold(KEY, opener()).subscribe(hold -> first = hold);
    }

    @Actor
    public void release() {
        first.release().subscribe();
    }

    @Actor
    public void hold() {
        registry.hold(KEY, opener()).subscribe(hold -> second = hold);
    }

    @Arbiter
    public void outcome(III_Result result) {
        result.r1 = open.get();
        result.r2 = most.get();
        second.release().subscribe();
        result.r3 = open.get();
    }

    private Mono<Log> opener() {
        return Mono.defer(() -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            return Log.open(KEY, new Stored(), OPTIONS);
        });
    }

    private final class Stored extends EmptyCore {
        @Override
        public Mono<Void> close() {
            return Mono.fromRunnable(open::decrementAndGet);
        }
    }

    private static IoScheduler ended() {
        IoScheduler io = IoScheduler.create("ended", 1);
        io.dispose();
        return io;
    }
}
