package io.corestore.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Who dials whom, and the connections that came of it. */
final class Network {
    private static final long HALF_OPEN = 30_000_000;
    private final Simulation simulation;
    private final VirtualTime time;
    private final Random random;
    private final List<Edge> edges = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private int dialled;

    /** Two hosts that know each other; no dial succeeds before a time. */
    private static final class Edge {
        private final Host first;
        private final Host second;
        private long cutUntil;

        Edge(Host first, Host second) {
            this.first = first;
            this.second = second;
        }
    }

    Network(Simulation simulation) {
        this.simulation = simulation;
        this.time = simulation.time();
        this.random = simulation.random();
    }

    void know(Host first, Host second) {
        edges.add(new Edge(first, second));
    }

    int dialled() {
        return dialled;
    }

    /** Dials where there is no connection, or at times a second one. */
    void dial(boolean certainly) {
        connections.removeIf(Connection::isOver);
        for (Edge edge : edges) {
            boolean possible = edge.first.isUp() && edge.second.isUp() && time.now() >= edge.cutUntil;
            boolean missing = connections.stream().noneMatch(there -> there.joins(edge.first, edge.second));
            if (possible && (missing && (certainly || random.nextInt(4) == 0) || random.nextInt(200) == 0)) {
                dial(edge);
            }
        }
    }

    private void dial(Edge edge) {
        byte[] handshakeHash = new byte[64];
        random.nextBytes(handshakeHash);
        Connection made = random.nextBoolean()
                ? new Connection(simulation, edge.first, edge.second, dialled++)
                : new Connection(simulation, edge.second, edge.first, dialled++);
        connections.add(made);
        made.open(handshakeHash);
    }

    /** One connection breaks; one end may count on it for long. */
    void cut() {
        if (!connections.isEmpty()) {
            connections.get(random.nextInt(connections.size())).sever(latency(), latency());
        }
    }

    /** One connection carries nothing for a while. */
    void stall() {
        if (!connections.isEmpty()) {
            long until = time.now() + random.nextInt(10_000_000);
            connections.get(random.nextInt(connections.size())).stallUntil(until);
        }
    }

    /** Some hosts hear nothing of the others for a while; connections between them break or stall. */
    void partition(List<Host> some) {
        long until = time.now() + random.nextInt(15_000_000);
        for (Edge edge : edges) {
            if (some.contains(edge.first) != some.contains(edge.second)) {
                edge.cutUntil = until;
                for (Connection between : connections) {
                    if (between.joins(edge.first, edge.second) && random.nextBoolean()) {
                        between.sever(latency(), latency());
                    } else if (between.joins(edge.first, edge.second)) {
                        between.stallUntil(until);
                    }
                }
            }
        }
    }

    /** A host went down without a word. */
    void lost(Host host) {
        connections.stream().filter(there -> there.touches(host)).forEach(there -> there.sever(latency(), latency()));
    }

    /** Everybody can be dialled, from now on. */
    void heal() {
        edges.forEach(edge -> edge.cutUntil = 0);
    }

    private long latency() {
        return random.nextInt(3) == 0 ? random.nextLong(HALF_OPEN) : random.nextInt(500_000);
    }
}
