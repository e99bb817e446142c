package io.corestore.reactor;

import io.corestore.Corestore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store in a folder of its own for each test. */
abstract class StoreTest {
    static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(folder).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }
}
