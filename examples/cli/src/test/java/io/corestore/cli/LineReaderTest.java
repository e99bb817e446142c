package io.corestore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void emptyLinesAreLinesCarriageReturnsStayAndALastLineNeedsNoNewline() throws IOException {
        assertThat(lines("a\n\nb\r\nlast")).containsExactly("a", "", "b\r", "last");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void linesAreWholeWhereverTheReadsEnd() throws IOException {
        String text = "x".repeat(200_000) + "\n" + "y".repeat(65_535) + "\nz";
        assertThat(lines(text)).containsExactly("x".repeat(200_000), "y".repeat(65_535), "z");
    }

    @Test
    void aLineThatIsNoBlockIsRefusedBeforeItIsHeld() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                java.util.Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        assertThatThrownBy(() -> new LineReader(endless).next())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("15 MiB");
    }

    private static List<String> lines(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
