package io.corestore.storage.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SlotBitsTest {
    /** Spec page 22, section 2: slot, bit written, active slot and entry bit after each header. */
    @Test
    void followsTheCycleOfNode() {
        List<int[]> cycle = List.of(
                new int[] {0, 0, 0}, new int[] {1, 1, 1}, new int[] {0, 1, 0}, new int[] {1, 0, 1}, new int[] {0, 0, 0
                });
        SlotBits bits = SlotBits.NONE;
        for (int[] write : cycle) {
            assertThat(bits.nextSlot()).isEqualTo(write[0]);
            assertThat(bits.nextBit()).isEqualTo(write[1] == 1);
            bits = bits.next();
            assertThat(bits.active()).isEqualTo(write[2]);
            assertThat(bits.entryBit()).isEqualTo(write[2] == 1);
        }
    }

    @Test
    void oneValidSlotIsTheActiveOneAndIsNotOverwrittenNext() {
        for (boolean bit : new boolean[] {false, true}) {
            assertThat(SlotBits.onlyFirst(bit).active()).isZero();
            assertThat(SlotBits.onlySecond(bit).active()).isOne();
            assertThat(SlotBits.onlyFirst(bit).next().active()).isOne();
            assertThat(SlotBits.onlySecond(bit).next().active()).isZero();
        }
    }
}
