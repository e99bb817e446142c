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
 * Answers to a peer that wants to know which blocks are stored here (spec page 13, section 6), as version 11 gives them;
 * but a want of any length is answered, as version 10 does. A want that repeats the last one is answered again only if
 * the answer changed: a version 11 reader may repeat it without end.
 */
final class WantReplies {
    private Message.Want last = new Message.Want(0, 0, 0, false);
    private List<Message> lastReplies = List.of();

    List<Message> replies(int channel, Message.Want want, Log log) {
        Stored stored =
                new Stored(log.bitfield(), log.state().length(), log.state().contiguousLength());
        List<Message> replies = stored.replies(channel, want);
        if (want.equals(last) && replies.equals(lastReplies)) {
            return List.of();
        }
        last = want;
        lastReplies = replies;
        return replies;
    }

    /**
     * What is stored here.
     *
     * @param length of the core in blocks
     * @param contiguous the first block not stored
     */
    record Stored(Bitfield bits, long length, long contiguous) {
        private static final long SEGMENT = 1L << 21;

        List<Message> replies(int channel, Message.Want want) {
            long end = want.start() + want.length();
            if (contiguous == length || end < contiguous || want.any() && want.start() < contiguous) {
                return List.of(new Message.Range(channel, false, 0, contiguous));
            }
            if (want.start() >= length) {
                return List.of();
            }
            BlockRange wanted = BlockRange.of(want.start(), Math.min(end, length));
            return want.any() ? first(channel, wanted) : bitfields(channel, wanted);
        }

        private List<Message> first(int channel, BlockRange wanted) {
            long first = bits.nextSet(wanted);
            return first < wanted.end() ? List.of(new Message.Range(channel, false, first, 1)) : List.of();
        }

        /** One bitfield for each segment with a stored block, in whole words: the bits at the edges are true as well. */
        private List<Message> bitfields(int channel, BlockRange wanted) {
            List<Message> replies = new ArrayList<>();
            long end = roundDown(wanted.end() + Integer.SIZE - 1, Integer.SIZE);
            for (long start = roundDown(wanted.start(), Integer.SIZE); start < end; ) {
                long stop = Math.min(end, roundDown(start, SEGMENT) + SEGMENT);
                BlockRange part = BlockRange.of(start, stop);
                if (bits.containsAny(part)) {
                    replies.add(new Message.Bitfield(channel, start, words(part)));
                }
                start = stop;
            }
            return replies;
        }

        private ByteBuffer words(BlockRange part) {
            ByteBuffer words =
                    ByteBuffer.allocate((int) (part.length() / Byte.SIZE)).order(ByteOrder.LITTLE_ENDIAN);
            for (long block = bits.nextSet(part); block < part.end(); ) {
                long stop = bits.nextClear(BlockRange.of(block, part.end()));
                for (long i = block; i < stop; i++) {
                    int at = (int) ((i - part.start()) / Integer.SIZE) * Integer.BYTES;
                    words.putInt(at, words.getInt(at) | 1 << (i - part.start()));
                }
                block = bits.nextSet(BlockRange.of(stop, part.end()));
            }
            return words.asReadOnlyBuffer();
        }

        private static long roundDown(long value, long step) {
            return value / step * step;
        }
    }
}
