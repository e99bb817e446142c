package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.encoding.CompactReader;
import io.corestore.error.DecodingException;
import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.storage.test.Cost;

/** Whatever the body of a message is: the first byte says of which type it is. */
final class MessageFuzzTest {
    private static final int MOST = 5_000_000;
    private static final int TYPES = 10;

    /** A message that is decoded is encoded to one that decodes to the same. */
    @FuzzTest(maxExecutions = MOST, maxDuration = "18m")
    void bodiesAreMessagesOrErrors(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int type = Math.floorMod(input[0], TYPES);
        Cost.check(input.length, () -> {
            Message message;
            try {
                message = MessageType.of(type)
                        .codec()
                        .decode(1, CompactReader.of(input, 1, input.length), WireLimits.DEFAULT);
            } catch (DecodingException | ProtocolException refused) {
                return;
            }
            assertThat(WireBytes.message(type, WireBytes.body(message))).isEqualTo(message);
        });
    }
}
