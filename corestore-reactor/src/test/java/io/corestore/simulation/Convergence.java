package io.corestore.simulation;

import io.corestore.Core;
import io.corestore.CoreInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Whether all honest hosts have the same of a core: its owner's tree, and every block that any of them has. */
final class Convergence {
    private final Simulation simulation;

    Convergence(Simulation simulation) {
        this.simulation = simulation;
    }

    /** What is different; null if nothing is. */
    @Nullable
    String difference() {
        for (SharedCore core : simulation.cores()) {
            String found = difference(core);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String difference(SharedCore shared) {
        CoreInfo owner = info(shared, shared.owner());
        List<String> stored = new ArrayList<>();
        for (Host host : simulation.honest()) {
            CoreInfo there = info(shared, host);
            if (there.length() != owner.length()
                    || there.fork() != owner.fork()
                    || !there.treeHash().equals(owner.treeHash())) {
                return host + " has " + there.length() + " blocks of fork " + there.fork() + " of " + shared
                        + ", its owner " + owner.length() + " of fork " + owner.fork();
            }
            stored.add(stored(shared.on(host), owner.length()));
        }
        for (String one : stored) {
            if (!one.equals(stored.get(0))) {
                return "hosts have different blocks of " + shared + ": " + stored;
            }
        }
        return null;
    }

    private CoreInfo info(SharedCore shared, Host host) {
        CoreInfo info = simulation.time().await(shared.on(host).info(), Host.SOON);
        return java.util.Objects.requireNonNull(info);
    }

    private String stored(Core core, long length) {
        StringBuilder bits = new StringBuilder();
        LongStream.range(0, length)
                .forEach(block -> bits.append(
                        Boolean.TRUE.equals(simulation.time().await(core.has(block), Host.SOON)) ? '1' : '0'));
        return bits.toString();
    }
}
