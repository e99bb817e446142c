package io.corestore.reactor;

import io.corestore.Corestore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two stores in folders of their own, open for each test. */
abstract class TwoStores {
    static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    Corestore writer;
    Corestore reader;

    @BeforeEach
    void open() {
        writer = store("writer");
        reader = store("reader");
    }

    @AfterEach
    void close() {
        writer.close().block(SOON);
        reader.close().block(SOON);
    }

    /** The store of a folder's name. */
    Corestore store(String name) {
        return Corestores.open(folder.resolve(name)).block(SOON);
    }
}
