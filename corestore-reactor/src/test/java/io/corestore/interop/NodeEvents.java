package io.corestore.interop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** What a Node peer told without being asked, and which of it the test provoked. */
final class NodeEvents {
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Sinks.Many<JsonNode> told = Sinks.many().replay().all(); // emits under the monitor, in add
    private final Map<String, String> provoked = new ConcurrentHashMap<>(Map.of("ready", "every peer says so"));

    synchronized void add(JsonNode event) {
        events.add(event);
        told.tryEmitNext(event);
    }

    /** The first event of this name, now or once it comes. */
    Mono<JsonNode> heard(String event) {
        return told.asFlux()
                .filter(each -> each.path("event").asString().equals(event))
                .next();
    }

    void add(String event, String message) {
        add(NodePeer.JSON.createObjectNode().put("event", event).put("message", message));
    }

    List<JsonNode> all() {
        return List.copyOf(events);
    }

    void provoked(String event, String because) {
        provoked.put(event, because);
    }

    /** Fails if there is anything that was not provoked. */
    void mustBeProvoked() {
        List<JsonNode> others = events.stream()
                .filter(event -> !provoked.containsKey(event.path("event").asString()))
                .toList();
        if (!others.isEmpty()) {
            throw new AssertionError("Node met with " + others + ", where only this was provoked: " + provoked);
        }
    }
}
