package io.corestore.reactor;

import io.corestore.Extension;
import io.corestore.core.Broadcast;
import io.corestore.core.Log;
import io.corestore.key.Hash;
import io.corestore.replication.ExtensionHandler;
import io.corestore.replication.Replication;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One name of extension messages in one session. Replication, which calls one at a time, is the only emitter. */
final class SessionExtension implements Extension, ExtensionHandler {
    private static final int MAX_BYTES = 64 << 10;

    private final Replication replication;
    private final Log log;
    private final String name;
    private final SessionScope scope;
    private final Broadcast<Received> messages = new Broadcast<>();

    SessionExtension(Replication replication, Log log, String name, SessionScope scope) {
        this.replication = replication;
        this.log = log;
        this.name = name;
        this.scope = scope;
        replication.register(log.discoveryKey(), this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Flux<Received> messages() {
        return messages.asFlux().publishOn(scope.signals());
    }

    @Override
    public Mono<Void> send(Hash remoteKey, ByteBuffer message) {
        return say(remoteKey, message);
    }

    @Override
    public Mono<Void> broadcast(ByteBuffer message) {
        return say(null, message);
    }

    @Override
    public void received(Hash from, ByteBuffer message) {
        messages.tell(new Received(from, message));
    }

    /** Nothing is received any more. */
    void end() {
        replication.unregister(log.discoveryKey(), this).subscribe(null, null, messages::complete);
    }

    private Mono<Void> say(@Nullable Hash to, ByteBuffer message) {
        if (message.remaining() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an extension message of " + message.remaining() + " bytes is above 64 KiB");
        }
        ByteBuffer body = message.asReadOnlyBuffer();
        return scope.brief(() -> replication.say(log.discoveryKey(), to, name, body));
    }
}
