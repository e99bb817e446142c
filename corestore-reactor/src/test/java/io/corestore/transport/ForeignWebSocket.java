package io.corestore.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The WebSocket client of the JDK, which knows nothing of peers. */
final class ForeignWebSocket implements WebSocket.Listener {
    private final Sinks.One<Integer> closed = Sinks.one();

    private ForeignWebSocket() {}

    /** Connects and sends; emits the status that the server closed with, 1006 if it did not say. */
    static Mono<Integer> send(URI uri, Function<WebSocket, CompletionStage<WebSocket>> sent) {
        Mono<Integer> status = Mono.defer(() -> {
            ForeignWebSocket client = new ForeignWebSocket();
            return Mono.fromFuture(() ->
                            HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, client))
                    .flatMap(socket -> Mono.fromFuture(sent.apply(socket).toCompletableFuture())
                            .onErrorComplete()
                            .then(client.closed.asMono())
                            .doFinally(signal -> socket.abort()));
        });
        return status.subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        closed.tryEmitValue(status);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.tryEmitValue(1006);
    }
}
