package io.corestore.replication;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much may be asked for on one connection, over all its cores: little at first and, after each round of answers, twice
 * as much, up to a limit. A peer may work on all requests at once, as hypercore 10 does, and answer none before it has
 * dealt with most of them. Cores for which there was no room are looked at in turn when there is.
 */
final class RequestWindow {
    private static final int FIRST = 128;

    private final Loop loop;
    private final int limit;
    private final Set<Swarm> held = new LinkedHashSet<>();
    private final Runnable goOn = this::goOn;
    private int window;
    private int inFlight;

    RequestWindow(Loop loop, int limit) {
        this.loop = loop;
        this.limit = limit;
        this.window = Math.min(FIRST, limit);
    }

    /** How many of so many requests may be made. If not all, the core is looked at again later. */
    int room(int wanted, Swarm asking) {
        int room = Math.max(0, window - inFlight);
        if (room < wanted) {
            held.add(asking);
        }
        return Math.min(room, wanted);
    }

    void asked() {
        inFlight++;
    }

    void answered() {
        window = Math.min(window + 1, limit);
        givenUp(1);
    }

    /** So many requests will not be answered any more. */
    void givenUp(int requests) {
        inFlight -= requests;
        if (!held.isEmpty()) {
            loop.atEndOfTurn(goOn);
        }
    }

    /** A core is not asked for here any more. */
    void left(Swarm swarm) {
        held.remove(swarm);
    }

    private void goOn() {
        for (Swarm next : List.copyOf(held)) {
            if (inFlight >= window) {
                return;
            }
            held.remove(next);
            next.look();
        }
    }
}
