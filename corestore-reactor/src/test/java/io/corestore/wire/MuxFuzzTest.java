package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.error.DecodingException;
import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.storage.test.Cost;
import java.util.List;

/** Whatever a decrypted frame holds, it is messages or an error of the protocol, soon and within bounds. */
final class MuxFuzzTest {
    private static final int MOST = 5_000_000;

    /** What frames decode to, encoded again, decodes to the same. */
    @FuzzTest(maxExecutions = MOST, maxDuration = "18m")
    void framesAreMessagesOrErrors(byte[] input) {
        Cost.check(input.length, () -> {
            FrameDecoder decoder = decoder();
            List<Message> messages;
            try {
                messages = decoder.decode(input.clone());
            } catch (DecodingException | ProtocolException refused) {
                return;
            }
            assertThat(again(messages)).isEqualTo(messages);
        });
    }

    private static List<Message> again(List<Message> messages) {
        FrameDecoder decoder = decoder();
        return WireBytes.frames(new FrameEncoder(), messages).stream()
                .flatMap(frame -> decoder.decode(frame).stream())
                .toList();
    }

    /** One whose first channel is that of a core. */
    private static FrameDecoder decoder() {
        FrameDecoder decoder = new FrameDecoder(WireLimits.DEFAULT);
        Message open = new Message.Open(1, DiscoveryKey.of(new byte[32]), true, Hash.ZERO);
        WireBytes.frames(new FrameEncoder(), List.of(open)).forEach(decoder::decode);
        return decoder;
    }
}
