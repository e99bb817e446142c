package io.corestore.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Standard output: bytes, lines and JSON, buffered until {@link #flush()}. Used by one thread at a time. */
final class Output {
    private static final int BUFFER = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.shared();
    private final OutputStream out;

    Output(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** Writes the bytes between position and limit, which stay. */
    synchronized void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        write(copy);
    }

    /** Writes a line at once. */
    synchronized void line(String text) {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
        flush();
    }

    /** Writes a record or map as one line of JSON at once. */
    void json(Object value) {
        line(JSON.writeValueAsString(value));
    }

    synchronized void newline() {
        write(new byte[] {'\n'});
    }

    synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new OutputFailedException(e);
        }
    }
}
