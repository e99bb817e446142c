package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.crypto.CoreKeys;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class CreationTest extends StoreTest {
    @Test
    void manifestThatNobodyCanSignMakesNoCore() {
        Manifest bad = new Manifest(1, false, 2, List.of(signer(1)), null, List.of(), null);
        store.get(CoreOptions.of(bad))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("a quorum of 2 cannot be reached by 1 signers"));
        store.list().as(StepVerifier::create).verifyComplete();
    }

    @Test
    void manifestOfSeveralSignersMakesACoreThatIsFoundByItsHash() {
        Manifest manifest = Manifest.builder()
                .signer(signer(1))
                .signer(signer(2))
                .signer(signer(3))
                .build();
        Core made = store.get(CoreOptions.of(manifest)).block(SOON);
        assertThat(made.key()).isEqualTo(CoreKeys.keyOf(manifest));
        assertThat(made.manifest()).isEqualTo(manifest);
        assertThat(manifest.quorum()).isEqualTo(2);
    }

    private static Manifest.Signer signer(long number) {
        return new Manifest.Signer(Manifest.DEFAULT_NAMESPACE, new Hash(number, 0, 0, 0));
    }
}
