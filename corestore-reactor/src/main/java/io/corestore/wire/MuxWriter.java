package io.corestore.wire;

import io.corestore.encoding.CompactWriter;

/**
 * Writes the entries of one frame of the multiplexer, whatever protocol they belong to (spec page 05, sections 1 and
 * 4): a plain frame of one entry, or a batch, which names a channel only where it changes. The caller writes each
 * payload itself, right after its header, so that nothing is copied.
 */
public final class MuxWriter {
    private static final long NONE = -1;

    private final CompactWriter out;
    private final boolean batch;
    private long channel = NONE;

    private MuxWriter(CompactWriter out, boolean batch) {
        this.out = out;
        this.batch = batch;
    }

    /** A frame of exactly one entry. */
    public static MuxWriter plain(CompactWriter out) {
        return new MuxWriter(out, false);
    }

    /** A frame of any number of entries. */
    public static MuxWriter batch(CompactWriter out) {
        out.uint(MuxReader.CONTROL).uint(MuxReader.BATCH);
        return new MuxWriter(out, true);
    }

    /**
     * Begins an entry, whose {@code bodyBytes} bytes the caller writes next.
     *
     * @param entryChannel the writer's id of the channel, or {@link MuxReader#CONTROL}
     * @param type the index of the message, or the control type
     */
    public CompactWriter entry(long entryChannel, long type, int bodyBytes) {
        if (!batch) {
            return out.uint(entryChannel).uint(type);
        }
        if (entryChannel != channel) {
            if (channel != NONE) {
                out.uint(0);
            }
            out.uint(entryChannel);
            channel = entryChannel;
        }
        return out.uint(Sizes.uint(type) + bodyBytes).uint(type);
    }
}
