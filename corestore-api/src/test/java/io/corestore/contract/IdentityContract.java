package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.error.CoreConflictException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What every storage does with its primary key, sealed or not. */
interface IdentityContract extends StoredCores {
    @Test
    default void keepsTheFirstIdentity() {
        byte[] first = storage().identity(() -> filled(1)).block();
        byte[] second = storage().identity(() -> filled(2)).block();

        assertThat(first).isEqualTo(filled(1));
        assertThat(second).isEqualTo(filled(1));
    }

    @Test
    default void anIdentityIsReplacedAndCoresStay() {
        TestCore core = new TestCore(1);
        storage().identity(() -> filled(1)).block();
        close(create(core));
        storage().replaceIdentity(filled(2)).as(StepVerifier::create).verifyComplete();

        assertThat(storage().identity(() -> filled(3)).block()).isEqualTo(filled(2));
        assertThat(reopen(core).key()).isEqualTo(core.key());
        storage().replaceIdentity(new byte[31]).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
    }

    @Test
    default void aReplacedIdentityIsTheFirstWhereThereIsNone() {
        storage().replaceIdentity(filled(2)).as(StepVerifier::create).verifyComplete();

        assertThat(storage().identity(() -> filled(3)).block()).isEqualTo(filled(2));
    }

    @Test
    default void keepsTheFirstSealedIdentity() {
        assertThat(storage().isSealed().block()).isFalse();
        byte[] first = storage().sealedIdentity(() -> new byte[] {1, 2}).block();
        byte[] second = storage().sealedIdentity(() -> new byte[] {3}).block();

        assertThat(first).containsExactly(1, 2);
        assertThat(second).containsExactly(1, 2);
        assertThat(storage().isSealed().block()).isTrue();
        storage()
                .identity(() -> filled(1))
                .as(StepVerifier::create)
                .expectErrorSatisfies(refused -> assertThat(refused)
                        .isInstanceOf(CoreConflictException.class)
                        .hasMessageContaining("the store is sealed"))
                .verify();
        storage().replaceIdentity(filled(1)).as(StepVerifier::create).verifyError(CoreConflictException.class);
    }

    @Test
    default void anOpenIdentityIsNotASealedOne() {
        storage().identity(() -> filled(1)).block();

        storage().sealedIdentity(() -> new byte[1]).as(StepVerifier::create).verifyError(CoreConflictException.class);
        storage().unseal(filled(2)).as(StepVerifier::create).verifyError(CoreConflictException.class);
        storage().seal(new byte[0]).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        assertThat(storage().isSealed().block()).isFalse();
        assertThat(storage().identity(() -> filled(3)).block()).isEqualTo(filled(1));
    }

    @Test
    default void anIdentityIsSealedSealedAnewAndUnsealed() {
        storage().identity(() -> filled(1)).block();
        close(create(new TestCore(1)));
        for (int round = 0; round < 2; round++) {
            for (byte[] sealed : List.of(new byte[] {1, 2, 3}, new byte[5000], new byte[] {0, 0})) {
                storage().seal(sealed).as(StepVerifier::create).verifyComplete();
                assertThat(storage().isSealed().block()).isTrue();
                assertThat(storage().sealedIdentity(() -> new byte[1]).block()).isEqualTo(sealed);
            }
            storage().unseal(filled(4)).as(StepVerifier::create).verifyComplete();
            assertThat(storage().isSealed().block()).isFalse();
            assertThat(storage().identity(() -> filled(3)).block()).isEqualTo(filled(4));
        }
    }

    @Test
    default void aSealedStorageIsSuspendedAndResumed() {
        storage().sealedIdentity(() -> new byte[] {1}).block();
        storage().unlock().as(StepVerifier::create).verifyComplete();
        storage().lock().as(StepVerifier::create).verifyComplete();

        assertThat(storage().sealedIdentity(() -> new byte[] {2}).block()).containsExactly(1);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
