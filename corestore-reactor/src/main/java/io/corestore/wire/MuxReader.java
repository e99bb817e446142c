package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.error.ProtocolException;

/**
 * Takes one frame of the multiplexer apart into its entries, whatever protocol they belong to (spec page 05, sections
 * 1 and 4). A batch is walked entry by entry as {@link #next} is called, never as a whole; a batch inside a batch is
 * walked, a third one refused. An entry that claims more bytes than the frame has is clipped to its end.
 *
 * <p>Malformed frames raise {@link io.corestore.error.DecodingException} or {@link ProtocolException}; both are fatal
 * to the connection.
 */
public final class MuxReader {
    /** The channel id of control entries. */
    public static final int CONTROL = 0;

    /** The control type of a batch, which {@link #next} enters and never returns. */
    static final int BATCH = 0;

    /** The control type of an open. */
    public static final int OPEN = 1;

    /** The control type of a reject. */
    public static final int REJECT = 2;

    /** The control type of a close. */
    public static final int CLOSE = 3;

    private static final int MAX_DEPTH = 2;

    private final CompactReader[] batches = new CompactReader[MAX_DEPTH];
    private final long[] batchChannels = new long[MAX_DEPTH];
    private int depth;

    private CompactReader body;
    private boolean started;
    private long channel;
    private long type;

    private MuxReader(CompactReader frame) {
        this.body = frame;
    }

    /** Reads {@code frame[start, end)}, the plaintext of one frame, which must not change meanwhile. */
    public static MuxReader of(byte[] frame, int start, int end) {
        return new MuxReader(CompactReader.of(frame, start, end));
    }

    /** Moves to the next entry; false at the end of the frame, and at once if the frame is empty (a keep-alive). */
    public boolean next() {
        if (!started) {
            started = true;
            if (body.hasRemaining() && enter(body.uint(), body)) {
                return true;
            }
        }
        while (depth > 0) {
            CompactReader batch = batches[depth - 1];
            if (!batch.hasRemaining()) {
                depth--;
                continue;
            }
            long length = batch.uint();
            if (length == 0) {
                batchChannels[depth - 1] = batch.uint();
                continue;
            }
            CompactReader entry = batch.part((int) Math.min(length, batch.remaining()));
            if (enter(batchChannels[depth - 1], entry)) {
                return true;
            }
        }
        return false;
    }

    /** The sender's id of the entry's channel, or {@link #CONTROL}. */
    public long channel() {
        return channel;
    }

    /** The index of the message, or the control type; unknown ones are for the caller to ignore. */
    public long type() {
        return type;
    }

    /** What follows the type. */
    public CompactReader body() {
        return body;
    }

    /** Whether the entry is one to return; a batch is opened instead. */
    private boolean enter(long entryChannel, CompactReader entry) {
        channel = entryChannel;
        type = entry.uint();
        body = entry;
        if (channel != CONTROL || type != BATCH) {
            return true;
        }
        if (depth == MAX_DEPTH) {
            throw new ProtocolException("batches are nested too deeply");
        }
        batches[depth] = entry;
        batchChannels[depth] = entry.uint();
        depth++;
        return false;
    }
}
