package io.corestore.simulation;

import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listens to what one host says on one connection. */
final class Tap {
    private final Simulation simulation;
    private final String name;
    private final boolean honest;
    private final Map<Integer, DiscoveryKey> channels = new HashMap<>();

    /** @param honest whether what is said counts as signed by the owners of cores */
    Tap(Simulation simulation, String name, boolean honest) {
        this.simulation = simulation;
        this.name = name;
        this.honest = honest;
    }

    /** A message leaves the host's store. */
    void said(Message message) {
        if (message instanceof Message.Open open) {
            channels.put(open.channel(), open.discoveryKey());
        } else if (honest && message instanceof Message.Data data) {
            SharedCore core = core(data.channel());
            if (core != null) {
                core.ledger().sent(data);
            }
        }
    }

    /** A message arrives at the other host. */
    void heard(Message message) {
        simulation.trace().add(name);
        simulation.trace().add(message instanceof Message.Data data ? withoutManifest(data) : message);
    }

    /** A manifest's hash code is another one in each Java process, since it has enums in it. */
    private static Message withoutManifest(Message.Data data) {
        return new Message.Data(
                data.channel(),
                data.request(),
                data.fork(),
                data.block(),
                data.hash(),
                data.seek(),
                data.upgrade(),
                null);
    }

    private @Nullable SharedCore core(int channel) {
        DiscoveryKey discoveryKey = channels.get(channel);
        return discoveryKey == null ? null : simulation.core(discoveryKey);
    }
}
