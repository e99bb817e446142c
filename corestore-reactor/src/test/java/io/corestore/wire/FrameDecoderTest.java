package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.CompactWriter;
import io.corestore.error.CorestoreException;
import io.corestore.error.DecodingException;
import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Close;
import io.corestore.message.Message.Extension;
import io.corestore.message.Message.Open;
import io.corestore.message.Message.OpenOther;
import io.corestore.message.Message.Reject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder(WireLimits.DEFAULT);

    @Test
    void messagesOfChannelsThatNeverOpenedAreSkipped() {
        assertThat(decode("010205")).isEmpty();
    }

    @Test
    void messagesOfAnotherProtocolAreSkippedUntilTheIdIsReused() {
        assertThat(decode("000101017000")).containsExactly(new OpenOther(1, "p"));
        assertThat(decode("0102")).isEmpty();
        assertThat(decode("000301")).containsExactly(new Close(1));
        assertThat(decode("0102")).isEmpty();
        open(1);
        assertThat(decode("010205")).containsExactly(new Cancel(1, 5));
    }

    @Test
    void aCoreWithAnIdOfAnotherLengthIsAnotherProtocol() {
        assertThat(decode("0001010f6879706572636f72652f616c70686102aaaa"))
                .containsExactly(new OpenOther(1, "hypercore/alpha"));
    }

    @Test
    void aCloseOfAnUnknownChannelIsIgnored() {
        assertThat(decode("000305")).isEmpty();
        assertThat(decode("000300")).isEmpty();
    }

    @Test
    void unknownControlTypesAndMessageIndexesAreIgnored() {
        open(1);
        assertThat(decode("000401")).isEmpty();
        assertThat(decode("0009")).isEmpty();
        assertThat(decode("010a00")).isEmpty();
    }

    @Test
    void anExtensionWithoutNameHasTheLastNameOfItsChannel() {
        open(1);
        open(2);
        assertThat(decode("0109016107")).containsExactly(extension(1, "a", 7));
        assertThat(decode("0209016208")).containsExactly(extension(2, "b", 8));
        assertThat(decode("01090009")).containsExactly(extension(1, "a", 9));
        open(1);
        assertThat(decode("01090009")).containsExactly(extension(1, "", 9));
    }

    @Test
    void theEncoderLeavesOutANameThatRepeats() {
        open(1);
        FrameEncoder encoder = new FrameEncoder();
        List<Message> messages = List.of(extension(1, "a", 7), extension(1, "a", 8), extension(1, "b", 9));
        byte[] frame = WireBytes.frames(encoder, messages).get(0);
        assertThat(Vectors.hex(frame)).isEqualTo("000001" + "0409016107" + "03090008" + "0409016209");
        assertThat(decoder.decode(frame)).isEqualTo(messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000100017000", "000102017000", "000200", "0002ff0000000001000000"})
    void impossibleIdsAreFatal(String frame) {
        assertThatThrownBy(() -> decode(frame)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "0000", "000101", "0001010f68", "000001fd", "0002ffffffffffffffffff"})
    void truncatedFramesAreFatal(String frame) {
        assertThatThrownBy(() -> decode(frame)).isInstanceOf(DecodingException.class);
    }

    @Test
    void aRejectNamesOurId() {
        assertThat(decode("000205")).containsExactly(new Reject(5));
    }

    @Test
    void aBatchInABatchIsReadAndAThirdIsNot() {
        open(1);
        assertThat(decode("000000" + "05" + "0001" + "020205")).containsExactly(new Cancel(1, 5));
        assertThatThrownBy(() -> decode("000000" + "08" + "0000" + "05" + "0001" + "020205"))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aMillionNestedEmptyBatchesNeedNoStack() {
        byte[] frame = new byte[3 + 3 * 1_000_000];
        for (int i = 3; i < frame.length; i += 3) {
            frame[i] = 2;
        }
        assertThat(decoder.decode(frame)).isEmpty();
    }

    @Test
    void aListOfTooManyNodesIsRefusedBeforeItIsMade() {
        open(1);
        assertThatThrownBy(() -> decode("0103" + "02" + "01" + "00" + "07" + "fe00001000"))
                .isInstanceOf(DecodingException.class);
        byte[] nodes = new byte[65 * 34];
        assertThatThrownBy(() -> decode("0103" + "02" + "01" + "00" + "07" + "41" + Vectors.hex(nodes)))
                .isInstanceOf(DecodingException.class);
    }

    @Test
    void moreChannelsThanAllowedAreRefused() {
        FrameDecoder small = new FrameDecoder(new WireLimits(2, 64, 256, 1024));
        small.decode(Vectors.hex("000101017000"));
        small.decode(Vectors.hex("000102017000"));
        assertThatThrownBy(() -> small.decode(Vectors.hex("000103017000"))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anyChannelIdFromOneToTheLimitOpens() {
        for (int channel = 1; channel <= 1000; channel++) {
            open(channel);
        }
        assertThat(decode("fde8030205")).containsExactly(new Cancel(1000, 5));
    }

    @Test
    void messagesAreReadOneAtATime() {
        open(1);
        byte[] frame = Vectors.hex("000001" + "020205" + "ff");
        decoder.frame(frame, 0, frame.length);
        assertThat(decoder.next()).isEqualTo(new Cancel(1, 5));
        assertThatThrownBy(decoder::next).isInstanceOf(DecodingException.class);
        byte[] good = Vectors.hex("000001" + "020205" + "020206");
        decoder.frame(good, 0, good.length);
        assertThat(decoder.next()).isEqualTo(new Cancel(1, 5));
        assertThat(decoder.next()).isEqualTo(new Cancel(1, 6));
        assertThat(decoder.next()).isNull();
        assertThat(decoder.next()).isNull();
    }

    @Test
    void randomBytesRaiseOnlyTypedErrors() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            FrameDecoder fresh = new FrameDecoder(WireLimits.DEFAULT);
            fresh.decode(openFrame(1));
            byte[] frame = new byte[random.nextInt(60)];
            random.nextBytes(frame);
            for (int i = 0; i < Math.min(3, frame.length); i++) {
                frame[i] = (byte) random.nextInt(4);
            }
            try {
                fresh.decode(frame);
            } catch (CorestoreException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
    }

    private void open(int channel) {
        assertThat(decoder.decode(openFrame(channel))).hasSize(1);
    }

    private static byte[] openFrame(int channel) {
        Open open = new Open(channel, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO);
        return WireBytes.frames(new FrameEncoder(), List.of(open)).get(0);
    }

    private static Extension extension(int channel, String name, int body) {
        CompactWriter out = new CompactWriter().uint8(body);
        return new Extension(channel, name, ByteBuffer.wrap(out.toBytes()));
    }

    private List<Message> decode(String hex) {
        return decoder.decode(Vectors.hex(hex));
    }
}
