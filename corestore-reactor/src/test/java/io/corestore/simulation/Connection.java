package io.corestore.simulation;

import io.corestore.message.PeerLink;
import java.util.Random;

/** Two wires between two hosts, from the dial until both have learnt of its end. */
final class Connection {
    private final VirtualTime time;
    private final boolean noticing;
    private final Host first;
    private final Host second;
    private final Wire there;
    private final Wire back;
    private boolean severed;
    private int open = 2;

    Connection(Simulation simulation, Host first, Host second, int number) {
        this.time = simulation.time();
        this.noticing = simulation.plan().noticing();
        this.first = first;
        this.second = second;
        Random random = simulation.random();
        long base = 100 + random.nextInt(random.nextInt(4) == 0 ? 300_000 : 20_000);
        this.there = wire(simulation, first, number * 2, base);
        this.back = wire(simulation, second, number * 2 + 1, base);
    }

    private Wire wire(Simulation simulation, Host from, int number, long base) {
        Random random = simulation.random();
        Tap tap = new Tap(simulation, number + " of " + from, from.isHonest());
        return new Wire(
                time,
                () -> base + random.nextInt(2_000),
                message -> {
                    tap.said(message);
                    return from.says(message);
                },
                tap::heard);
    }

    /** Joins both ends. */
    void open(byte[] handshakeHash) {
        second.join(link(false, handshakeHash, first), there.arrivals())
                .doFinally(end -> ended())
                .subscribe(back);
        first.join(link(true, handshakeHash, second), back.arrivals())
                .doFinally(end -> ended())
                .subscribe(there);
    }

    private static PeerLink link(boolean initiator, byte[] handshakeHash, Host remote) {
        return new PeerLink(initiator, handshakeHash, remote.key(), "simulated");
    }

    private void ended() {
        open--;
    }

    /** Whether neither end uses it any more. */
    boolean isOver() {
        return open <= 0 || severed;
    }

    boolean joins(Host a, Host b) {
        return first == a && second == b || first == b && second == a;
    }

    boolean touches(Host host) {
        return first == host || second == host;
    }

    void stallUntil(long micros) {
        there.stallUntil(micros);
        back.stallUntil(micros);
    }

    /** What is under way is lost; either end learns of it after so many microseconds, and counts on it until then. */
    void sever(long firstLearns, long secondLearns) {
        if (!severed) {
            severed = true;
            there.sever();
            back.sever();
            if (noticing) {
                time.after(firstLearns, () -> learn(back, there));
                time.after(secondLearns, () -> learn(there, back));
            }
        }
    }

    private static void learn(Wire arriving, Wire leaving) {
        arriving.endArrivals();
        leaving.cancel();
    }
}
