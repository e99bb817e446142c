package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.crypto.Ed25519;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Cores whose manifest fixes their beginning. */
class PrologueTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final KeyPair PAIR = Ed25519.fromSeed(new byte[32]);

    @TempDir
    private Path folder;

    private Corestore store;
    private Core core;

    @BeforeEach
    void open() {
        store = Corestores.open(folder).block(SOON);
        Hash beginning = store.use(
                        CoreOptions.named("draft"),
                        draft -> draft.append(numbered(0, 3)).then(draft.treeHash(3)))
                .blockLast(SOON);
        Manifest manifest = Manifest.builder()
                .signers(List.of(PAIR.publicKey()))
                .prologue(beginning, 3)
                .build();
        core = store.get(CoreOptions.of(manifest).withKeyPair(PAIR)).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    @Test
    void otherOrFewerBlocksAreRefused() {
        core.append(numbered(1, 4)).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        core.append(numbered(0, 2)).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        core.append(numbered(1, 9)).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        assertThat(core.length()).isZero();
    }

    @Test
    void theBeginningIsAppendedCutDownToAndReplicated() {
        core.append(numbered(0, 5)).block(SOON);
        core.truncate(2).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        core.truncate(3).then(core.append(utf8("more"))).block(SOON);
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Pipe.join(store, other);
        Core copy = other.get(core.key()).block(SOON);
        assertThat(copy.get(3).block(SOON)).isEqualTo(utf8("more"));
        assertThat(copy.get(1).block(SOON)).isEqualTo(utf8("block 1"));
        other.close().block(SOON);
    }

    @Test
    void exactlyTheBeginningIsEnough() {
        core.append(numbered(0, 3)).block(SOON);
        close();
        store = Corestores.open(folder).block(SOON);
        assertThat(store.get(core.key()).block(SOON).length()).isEqualTo(3);
    }
}
