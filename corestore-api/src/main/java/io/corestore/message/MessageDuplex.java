package io.corestore.message;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * One end of a connection, as messages: what a transport joins to the other end, knowing nothing of cores.
 */
@FunctionalInterface
public interface MessageDuplex {
    /**
     * Joins this end to one connection. Work starts on subscription, of which each call allows one; cancel closes the
     * channels of the connection; the end of {@code inbound} ends the output.
     *
     * @param link what the connection knows of itself
     * @param inbound what the other end says, read on demand
     * @return what this end says
     */
    Flux<Message> join(PeerLink link, Publisher<Message> inbound);
}
