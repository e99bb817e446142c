package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HintTest {
    @Test
    void countsUpToTheFirstStoredNode() {
        assertThat(Hint.candidates(10, 8)).containsExactly(7, 9, 10, 11);
        assertThat(Hint.count(10, 8, Set.of(7L)::contains)).isEqualTo(3);
        assertThat(Hint.count(10, 8, Set.of(7L, 9L)::contains)).isEqualTo(1);
        assertThat(Hint.count(10, 8, Set.of(10L)::contains)).isZero();
    }

    @Test
    void stopsBelowTheFirstNodeThatReachesBeyondTheLength() {
        assertThat(Hint.candidates(4, 5)).containsExactly(3, 4, 5);
        assertThat(Hint.count(4, 5, index -> false)).isEqualTo(3);
    }

    @Test
    void nodeBeyondTheLengthNeedsNone() {
        assertThat(Hint.candidates(10, 5)).isEmpty();
        assertThat(Hint.count(10, 5, index -> false)).isZero();
    }
}
