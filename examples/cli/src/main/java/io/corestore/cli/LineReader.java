package io.corestore.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits bytes at newlines, which it drops; carriage returns stay. Reads ahead what the stream gives in one read. */
final class LineReader {
    private static final int BUFFER = 1 << 16;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line, null at the end. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int newline = newline();
            append(line, newline < 0 ? limit : newline);
            if (newline >= 0) {
                position = newline + 1;
                return line.toByteArray();
            }
        }
        return any ? line.toByteArray() : null;
    }

    private int newline() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void append(ByteArrayOutputStream line, int end) {
        if (line.size() + end - position > Blocks.MAX_BYTES) {
            throw new CommandFailedException("a line is longer than a block may be, which is 15 MiB");
        }
        line.write(buffer, position, end - position);
        position = end;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
