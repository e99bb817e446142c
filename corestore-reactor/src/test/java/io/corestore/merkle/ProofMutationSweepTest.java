package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.error.DecodingException;
import io.corestore.message.Message.Data;
import io.corestore.storage.test.Sweep;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every byte of valid proofs, as they are sent, changed to another one: what is not refused changed nothing that is
 * believed.
 */
class ProofMutationSweepTest {
    private int proofs;
    private int changes;
    private int refused;

    @Test
    void noChangedProofIsBelieved() {
        Sweep sweep = Sweep.of("R13 proofs with a changed byte");
        int wanted = Sweep.count(60, 1_000, 5_000);
        Random random = new Random(sweep.seed());
        while (proofs < wanted) {
            new RandomExchange(random.nextLong(), (exchange, data) -> {
                        if (proofs < wanted && exchange.random().nextInt(4) == 0) {
                            proofs++;
                            changeEachByte(exchange, data);
                        }
                    })
                    .run();
        }
        assertThat(refused).isGreaterThan(changes / 2);
        sweep.report(proofs + " proofs, " + changes + " changed bytes, " + refused + " refused, " + (changes - refused)
                + " without effect, 0 believed");
    }

    private void changeEachByte(RandomExchange exchange, Data data) {
        byte[] sent = DataBytes.encode(data);
        for (int at = 0; at < sent.length; at++) {
            byte before = sent[at];
            sent[at] ^= (byte) (1 + exchange.random().nextInt(255));
            changes++;
            if (!isTaken(exchange, sent)) {
                refused++;
            }
            sent[at] = before;
        }
    }

    /** Whether a reader takes it; the exchange sees to it that nothing false is then known. */
    private static boolean isTaken(RandomExchange exchange, byte[] sent) {
        try {
            return exchange.offer(DataBytes.decode(sent));
        } catch (DecodingException malformed) {
            return false;
        }
    }
}
