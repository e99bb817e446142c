package io.corestore.webflux;

import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/** A store as a bean: opened with the context, closed with it. */
@SpringBootApplication
public class LogApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(LogApplication.class, arguments);
    }

    /** The store; Spring waits for the {@code Mono} of its {@code close}. */
    @Bean(destroyMethod = "close")
    Corestore corestore(@Value("${corestore.folder:corestore}") Path folder) {
        return Objects.requireNonNull(Corestores.open(folder).block());
    }

    /** Peers at {@code ws://host:port/peers}. */
    @Bean
    HandlerMapping peers(Corestore store) {
        return new SimpleUrlHandlerMapping(Map.of("/peers", new PeerHandler(store)), Ordered.HIGHEST_PRECEDENCE);
    }
}
