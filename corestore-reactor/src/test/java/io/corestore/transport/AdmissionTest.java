package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    @Test
    void oneAddressHasItsShareAndAllHaveTheirs() {
        Admission admission = new Admission(3, 2);
        assertThat(admission.enter("a")).isTrue();
        assertThat(admission.enter("a")).isTrue();
        assertThat(admission.enter("a")).isFalse();
        assertThat(admission.enter("b")).isTrue();
        assertThat(admission.enter("c")).isFalse();
        admission.leave("a");
        assertThat(admission.enter("c")).isTrue();
        assertThat(admission.pending()).isEqualTo(3);
    }

    @Test
    void aPassIsLeftOnce() {
        Admission admission = new Admission(2, 2);
        Admission.Pass pass = admission.pass("a");
        assertThat(admission.enter("a")).isTrue();
        assertThat(admission.pass("a")).isNull();
        pass.leave();
        pass.leave();
        assertThat(admission.pending()).isEqualTo(1);
    }
}
