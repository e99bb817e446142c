package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.message.Message;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Proofs carried by hand from one store to another. */
class ProofCarryingTest extends StoreTest {
    private static Message.Request request(long block, long length) {
        return new Message.Request(
                0, 1, 0, new Message.Target(block, 0), null, null, new Message.Upgrade(0, length), false, 0);
    }

    @Test
    void blockAndTreeAreCarriedOver() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        Message.Data proof = core.proof(request(3, 10)).block(SOON);
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core copy = other.get(core.key()).block(SOON);
        assertThat(copy.applyProof(proof).block(SOON)).isTrue();
        assertThat(copy.length()).isEqualTo(10);
        assertThat(copy.get(3).block(SOON)).isEqualTo(utf8("block 3"));
        assertThat(copy.applyProof(proof).block(SOON)).isFalse();
        other.close().block(SOON);
    }

    @Test
    void whatIsNotThereCannotBeProved() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        core.clear(3).block(SOON);
        core.proof(request(3, 10)).as(StepVerifier::create).verifyComplete();
        assertThatThrownBy(() -> core.proof(request(1, 50)).block(SOON)).isInstanceOf(IllegalArgumentException.class);
    }
}
