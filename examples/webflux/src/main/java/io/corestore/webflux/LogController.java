package io.corestore.webflux;

import io.corestore.Appended;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

// tag::controller[]
/** One log a name: a line in with POST, all lines out with GET, for as long as the client listens. */
@RestController
@RequestMapping("/logs/{name}")
class LogController {
    private final Corestore store;

    LogController(Corestore store) {
        this.store = store;
    }

    @PostMapping
    Mono<Appended> append(@PathVariable String name, @RequestBody String line) {
        ByteBuffer block = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        return store.use(CoreOptions.named(name), core -> core.append(block)).single();
    }

    @GetMapping(produces = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    Flux<Entry> tail(@PathVariable String name, @RequestParam(defaultValue = "0") long from) {
        return store.use(CoreOptions.named(name), core -> core.follow(from))
                .index((i, block) ->
                        new Entry(from + i, StandardCharsets.UTF_8.decode(block).toString()));
    }

    record Entry(long index, String line) {}
}
// end::controller[]
