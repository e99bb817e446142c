package io.corestore.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Appended;
import io.corestore.reactor.Corestores;
import io.corestore.webflux.LogController.Entry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LogControllerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    void aTailSeesWhatWasAndWhatComes(String form) {
        try (ConfigurableApplicationContext context = start()) {
            WebTestClient client = client(context);
            append(client, "one");
            append(client, "two");
            tail(client, form)
                    .as(StepVerifier::create)
                    .expectNext(new Entry(0, "one"), new Entry(1, "two"))
                    .then(() -> append(client, "three"))
                    .expectNext(new Entry(2, "three"))
                    .thenCancel()
                    .verify(LIMIT);
        }
    }

    @Test
    void theStoreIsClosedWithTheContextAndKeepsItsLines() {
        try (ConfigurableApplicationContext context = start()) {
            append(client(context), "one");
        }
        Corestores.open(folder)
                .flatMap(store -> store.get("diary")
                        .map(core -> core.length())
                        .flatMap(length -> store.close().thenReturn(length)))
                .as(StepVerifier::create)
                .expectNext(1L)
                .expectComplete()
                .verify(LIMIT);
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(LogApplication.class)
                .properties("server.port=0", "server.address=127.0.0.1", "corestore.folder=" + folder)
                .run();
    }

    private static WebTestClient client(ConfigurableApplicationContext context) {
        String port = context.getEnvironment().getProperty("local.server.port");
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port + "/logs/diary")
                .responseTimeout(LIMIT)
                .build();
    }

    private static void append(WebTestClient client, String line) {
        client.post()
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue(line)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Appended.class)
                .value(appended -> assertThat(appended.length()).isEqualTo(appended.index() + 1));
    }

    private static Flux<Entry> tail(WebTestClient client, String form) {
        return client.get()
                .accept(MediaType.parseMediaType(form))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(Entry.class)
                .getResponseBody();
    }
}
