package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.core.Log;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers to a peer that wants to know which blocks are stored here (spec page 13, section 6). A want that repeats the
 * last one is answered again only if the answer changed: a version 11 reader may repeat it without end.
 */
final class WantReplies {
    private static final long SEGMENT = 1L << 21;

    private Message.Want last = new Message.Want(0, 0, 0, false);
    private List<Message> lastReplies = List.of();

    List<Message> replies(int channel, Message.Want want, Log log) {
        List<Message> replies = make(channel, want, log);
        if (want.equals(last) && replies.equals(lastReplies)) {
            return List.of();
        }
        last = want;
        lastReplies = replies;
        return replies;
    }

    private static List<Message> make(int channel, Message.Want want, Log log) {
        long length = log.state().length();
        long contiguous = log.state().contiguousLength();
        if (want.start() >= length) {
            return List.of();
        }
        if (want.start() + want.length() < contiguous
                || contiguous == length
                || want.any() && want.start() < contiguous) {
            return List.of(new Message.Range(channel, false, 0, contiguous));
        }
        long end = Math.min(length, want.start() + want.length());
        if (want.any()) {
            long first = log.bitfield().nextSet(BlockRange.of(want.start(), end));
            return first < end ? List.of(new Message.Range(channel, false, first, 1)) : List.of();
        }
        List<Message> replies = new ArrayList<>();
        for (long start = want.start() / Integer.SIZE * Integer.SIZE; start < end; ) {
            long stop = Math.min(end, (start / SEGMENT + 1) * SEGMENT);
            replies.add(new Message.Bitfield(channel, start, words(log.bitfield(), start, stop)));
            start = stop;
        }
        return replies;
    }

    private static ByteBuffer words(Bitfield bits, long start, long end) {
        int count = (int) ((end - start + Integer.SIZE - 1) / Integer.SIZE);
        ByteBuffer words = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long block = bits.nextSet(BlockRange.of(start, end)); block < end; ) {
            long stop = bits.nextClear(BlockRange.of(block, end));
            for (long i = block; i < stop; i++) {
                int at = (int) ((i - start) / Integer.SIZE) * Integer.BYTES;
                words.putInt(at, words.getInt(at) | 1 << (i - start));
            }
            block = bits.nextSet(BlockRange.of(stop, end));
        }
        return words.asReadOnlyBuffer();
    }
}
