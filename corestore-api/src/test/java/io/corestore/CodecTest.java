package io.corestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.DecodingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "text", "zwölf", "\u0000", "\u20ac", "\ud83d\ude80"})
    void textComesBackAsItWas(String text) {
        ByteBuffer block = Codec.utf8().encode(text);
        assertThat(block).isEqualTo(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(Codec.utf8().decode(block)).isEqualTo(text);
    }

    @Test
    void textWithoutUtf8IsNotReplaced() {
        assertThatThrownBy(() -> Codec.utf8().encode("half \ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void malformedUtf8IsNotReplaced() {
        int[][] malformed = {
            {0xff}, // no byte of UTF-8
            {'a', 0x80}, // a continuation without a start
            {0xe2, 0x82}, // cut
            {0xc0, 0xaf}, // overlong
            {0xed, 0xa0, 0xbd}, // a surrogate
            {0xf4, 0x90, 0x80, 0x80}, // beyond the last character
        };
        for (int[] bytes : malformed) {
            assertThatThrownBy(() -> Codec.utf8().decode(block(bytes))).isInstanceOf(DecodingException.class);
        }
    }

    @Test
    void blockIsReadBetweenPositionAndLimitAndStaysThere() {
        ByteBuffer block = block('(', 'i', 'n', ')').position(1).limit(3);
        assertThat(Codec.utf8().decode(block)).isEqualTo("in");
        assertThat(Codec.bytes().decode(block)).containsExactly('i', 'n');
        assertThat(Codec.buffers().decode(block)).isSameAs(block);
        assertThat(block.position()).isEqualTo(1);
    }

    @Test
    void bytesAreCopiedWhenRead() {
        byte[] value = {1, 2, 3};
        byte[] read = Codec.bytes().decode(Codec.bytes().encode(value));
        assertThat(read).containsExactly(1, 2, 3).isNotSameAs(value);
    }

    @Test
    void blocksCannotBeWrittenThrough() {
        assertThat(Codec.utf8().encode("text").isReadOnly()).isTrue();
        assertThat(Codec.bytes().encode(new byte[1]).isReadOnly()).isTrue();
    }

    private static ByteBuffer block(int... bytes) {
        ByteBuffer block = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            block.put((byte) value);
        }
        return block.flip();
    }
}
