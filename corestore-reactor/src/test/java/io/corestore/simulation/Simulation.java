package io.corestore.simulation;

import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.key.DiscoveryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One run: hosts that share cores while everything goes wrong that can, and then nothing does any more. All of it follows
 * from a seed.
 */
final class Simulation {
    private static final long SECOND = 1_000_000;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace = new Trace(time);
    private final Random random;
    private final Plan plan;
    private final Network network;
    private final Users users;
    private final Convergence convergence;
    private final List<Host> hosts = new ArrayList<>();
    private final Map<DiscoveryKey, SharedCore> cores = new LinkedHashMap<>();
    private int crashes;

    Simulation(long seed, Plan plan) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.plan = plan;
        this.network = new Network(this);
        this.users = new Users(this);
        this.convergence = new Convergence(this);
    }

    /** What came of a run. */
    record Outcome(long trace, long events, int hosts, int delivered, int crashes, int dialled, long healed) {}

    Plan plan() {
        return plan;
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    Trace trace() {
        return trace;
    }

    Iterable<SharedCore> cores() {
        return cores.values();
    }

    @Nullable
    SharedCore core(DiscoveryKey discoveryKey) {
        return cores.get(discoveryKey);
    }

    List<Host> honest() {
        return hosts.stream().filter(Host::isHonest).toList();
    }

    /** Runs all of it; fails if something happens that must not. */
    Outcome run() {
        build();
        long end = time.now() + plan.seconds() * SECOND;
        while (time.now() < end) {
            time.runUntil(time.now() + 1 + random.nextInt(100_000));
            act();
        }
        long healed = heal();
        compareAll();
        hosts.stream().filter(Host::isUp).forEach(Host::stop);
        return new Outcome(
                trace.hash(),
                trace.events(),
                hosts.size(),
                users.delivered(),
                crashes,
                network.dialled(),
                healed / SECOND);
    }

    private void build() {
        int count = 3 + random.nextInt(6);
        int hostile = plan.hostile() ? random.nextInt(1 + count / 3) : 0;
        for (int i = 0; i < count; i++) {
            Liar liar = i < count - hostile ? null : new Liar(random, 1 + random.nextInt(60));
            hosts.add(new Host(this, i, liar));
        }
        int honest = count - hostile;
        for (int i = 1; i < count; i++) {
            network.know(hosts.get(i), hosts.get(random.nextInt(Math.min(i, honest))));
        }
        for (int i = random.nextInt(count); i > 0; i--) {
            Host a = hosts.get(random.nextInt(honest));
            Host b = hosts.get(random.nextInt(count));
            if (a != b) {
                network.know(a, b);
            }
        }
        hosts.forEach(Host::start);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            CoreOptions.KeyFormat[] formats = CoreOptions.KeyFormat.values();
            SharedCore core = new SharedCore(
                    "core" + i,
                    hosts.get(random.nextInt(honest)),
                    formats[random.nextInt(formats.length)],
                    random.nextInt(3) > 0);
            open(core, core.owner());
            cores.put(core.on(core.owner()).discoveryKey(), core);
        }
        hosts.forEach(host ->
                cores.values().stream().filter(core -> core.owner() != host).forEach(core -> open(core, host)));
    }

    private void open(SharedCore shared, Host host) {
        shared.opened(
                host, java.util.Objects.requireNonNull(time.await(host.store().get(shared.options(host)), Host.SOON)));
        shared.on(host).events().subscribe(event -> happened(shared, host, event), error -> {});
        if (random.nextInt(3) > 0 && shared.owner() != host) {
            shared.download(host);
        }
    }

    /** No honest host may count the owner's history as two, and no disk lies here. */
    private void happened(SharedCore shared, Host host, CoreEvent event) {
        if (event instanceof CoreEvent.Conflict || host.isHonest() && event instanceof CoreEvent.Damaged) {
            throw new Violation(host + " says of " + shared + ": " + event);
        }
    }

    private void act() {
        network.dial(false);
        Host host = hosts.get(random.nextInt(hosts.size()));
        SharedCore core = new ArrayList<>(cores.values()).get(random.nextInt(cores.size()));
        int what = random.nextInt(100);
        trace.add(what);
        if (what < 30) {
            users.write(core);
        } else if (!host.isUp()) {
            if (what < 60) {
                start(host);
            }
        } else if (what < 55) {
            users.get(core, host);
        } else if (what < 65) {
            users.read(core, host);
        } else if (what < 70) {
            users.clear(core, host);
        } else if (what < 75) {
            users.download(core, host);
        } else if (what < 95) {
            disturb(host, what);
        }
    }

    private void disturb(Host host, int what) {
        switch (what) {
            case 75, 76, 77 -> crash(host);
            case 78 -> stop(host);
            case 79, 80 ->
                network.partition(
                        hosts.stream().filter(any -> random.nextBoolean()).toList());
            case 81, 82 -> host.setDiskMicros(1 + random.nextLong(500_000));
            case 83, 84 -> host.setDiskMicros(200);
            case 85, 86, 87 -> network.stall();
            default -> network.cut();
        }
    }

    private void start(Host host) {
        host.start();
        cores.values().forEach(core -> open(core, host));
    }

    private void stop(Host host) {
        cores.values().forEach(core -> core.gone(host));
        host.stop();
        network.lost(host);
    }

    private void crash(Host host) {
        crashes++;
        cores.values().forEach(core -> core.gone(host));
        host.crash();
        network.lost(host);
    }

    /** Nothing goes wrong any more; all must come to the same within a time. Says how long it took. */
    private long heal() {
        hosts.forEach(host -> host.setDiskMicros(200));
        hosts.stream().filter(host -> !host.isUp()).forEach(this::start);
        hosts.stream().filter(host -> !host.isHonest()).forEach(this::replaceConnections);
        network.heal();
        for (SharedCore core : cores.values()) {
            awaitOwner(core);
            hosts.forEach(core::download);
        }
        long start = time.now();
        String difference = convergence.difference();
        while (difference != null) {
            if (time.now() > start + plan.patience() * SECOND) {
                throw new Violation(difference + ", " + plan.patience() + " s after the network healed");
            }
            network.dial(true);
            time.runUntil(time.now() + SECOND);
            difference = convergence.difference();
        }
        return time.now() - start;
    }

    /** A peer that leaves requests unanswered holds up what only it was asked for until its connection ends. */
    private void replaceConnections(Host host) {
        host.answer();
        network.lost(host);
    }

    /** The owner is done with what it writes; a core that is cut back to nothing is not told to others. */
    private void awaitOwner(SharedCore core) {
        awaitIdle(core);
        if (core.ledger().length() == 0) {
            users.append(core, 1);
            awaitIdle(core);
        }
    }

    private void awaitIdle(SharedCore core) {
        for (int second = 0; core.isBusy(); second++) {
            if (second > plan.patience()) {
                throw new Violation("the owner of " + core + " waits for a write in vain");
            }
            time.runUntil(time.now() + SECOND);
        }
    }

    private void compareAll() {
        for (SharedCore core : cores.values()) {
            honest().forEach(host -> users.compare(core, host));
        }
    }
}
