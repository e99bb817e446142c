package io.corestore.replication;

import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.encoding.VectorFile;
import io.corestore.message.Message;
import io.corestore.replication.WantReplies.Stored;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * The 36 replies of {@code core-wants.json}: exactly those of version 11, but for the wants that it ignores for their
 * length; of version 10 and of those wants, what they tell about the blocks wanted.
 */
class WantRepliesTest {
    private static final int BLOCKS = 5_000;
    private static final long SEGMENT = 1L << 21;
    private static final List<JsonNode> CASES =
            rows(VectorFile.read("core-wants").get("cases")).toList();

    @TestFactory
    Stream<DynamicTest> repliesAreThoseOfVersion11() {
        return CASES.stream()
                .filter(row -> isVersion11(row) && want(row).length() <= SEGMENT)
                .map(row -> DynamicTest.dynamicTest(
                        name(row),
                        () -> assertThat(texts(stored(row).replies(1, want(row))))
                                .isEqualTo(rows(row.get("replies"))
                                        .map(WantRepliesTest::text)
                                        .toList())));
    }

    @TestFactory
    Stream<DynamicTest> repliesTellAsMuchAsThoseOfVersion10() {
        return CASES.stream()
                .filter(row -> !isVersion11(row) && !want(row).any())
                .map(row -> DynamicTest.dynamicTest(name(row), () -> {
                    BitSet expected = wanted(row, recorded(row.get("replies")));
                    assertThat(wanted(row, told(stored(row).replies(1, want(row)))))
                            .isEqualTo(expected);
                }));
    }

    @Test
    void wantLongerThanASegmentIsAnswered() {
        Stored sparse = sparse();
        assertThat(told(sparse.replies(1, new Message.Want(1, 0, 2 * SEGMENT, false))))
                .isEqualTo(bits(0, 1, 2, 4097, 4999));
    }

    @Test
    void bitsAtTheEdgesOfTheFirstAndLastWordAreTrue() {
        Bitfield bits = new Bitfield();
        bits.set(BlockRange.of(1, 200));
        Stored stored = new Stored(bits, 300, 0);
        List<Message> replies = stored.replies(1, new Message.Want(1, 40, 10, false));
        assertThat(replies).hasSize(1);
        assertThat(told(replies)).isEqualTo(bits(LongStream.range(32, 64).toArray()));
    }

    @Test
    void segmentsWithoutBlocksAreLeftOut() {
        Bitfield bits = new Bitfield();
        long last = 1L << 45;
        bits.set(5);
        bits.set(SEGMENT + 1);
        List<Message> replies = new Stored(bits, 4 * SEGMENT, 0).replies(1, new Message.Want(1, 0, last, false));
        assertThat(replies)
                .extracting(reply -> ((Message.Bitfield) reply).start())
                .containsExactly(0L, SEGMENT);
    }

    private static boolean isVersion11(JsonNode row) {
        return row.get("peer").asString().equals("v11");
    }

    private static String name(JsonNode row) {
        return row.get("peer").asString() + " " + row.get("local").asString() + ": "
                + row.get("name").asString();
    }

    private static Message.Want want(JsonNode row) {
        JsonNode want = row.get("want");
        return new Message.Want(
                1, want.get("start").asLong(), want.get("length").asLong(), want.has("any"));
    }

    private static Stored stored(JsonNode row) {
        return row.get("local").asString().startsWith("all") ? complete() : sparse();
    }

    private static Stored complete() {
        Bitfield bits = new Bitfield();
        bits.set(BlockRange.of(0, BLOCKS));
        return new Stored(bits, BLOCKS, BLOCKS);
    }

    private static Stored sparse() {
        Bitfield bits = new Bitfield();
        LongStream.of(0, 1, 2, 4097, 4999).forEach(bits::set);
        return new Stored(bits, BLOCKS, 3);
    }

    private static List<String> texts(List<Message> replies) {
        return replies.stream().map(WantRepliesTest::text).toList();
    }

    private static String text(Message reply) {
        return reply instanceof Message.Bitfield bitfield
                ? "bitfield " + bitfield.start() + " " + bitfield.words().remaining() / Integer.BYTES + " "
                        + told(List.of(reply))
                : "range " + ((Message.Range) reply).start() + " " + ((Message.Range) reply).length();
    }

    private static String text(JsonNode reply) {
        return reply.get("type").asString().equals("bitfield")
                ? "bitfield " + reply.get("start").asLong() + " "
                        + reply.get("words").asLong() + " " + recorded(reply)
                : "range " + reply.get("start").asLong() + " "
                        + reply.get("length").asLong();
    }

    /** The blocks that are there by these replies. */
    private static BitSet told(List<Message> replies) {
        BitSet told = new BitSet();
        for (Message reply : replies) {
            if (reply instanceof Message.Range range) {
                told.set((int) range.start(), (int) (range.start() + range.length()));
            } else if (reply instanceof Message.Bitfield bitfield) {
                BitSet.valueOf(bitfield.words().order(ByteOrder.LITTLE_ENDIAN)).stream()
                        .forEach(bit -> told.set((int) bitfield.start() + bit));
            }
        }
        return told;
    }

    private static BitSet recorded(JsonNode replies) {
        BitSet told = new BitSet();
        replies.findValues("setBits").forEach(list -> rows(list).forEach(bit -> told.set(bit.asInt())));
        for (JsonNode reply : replies) {
            if (reply.has("length")) {
                told.set(reply.get("start").asInt(), reply.get("length").asInt());
            }
        }
        return told;
    }

    /** Without what lies beside the blocks wanted. */
    private static BitSet wanted(JsonNode row, BitSet told) {
        Message.Want want = want(row);
        told.and(bits(LongStream.range(want.start(), Math.min(BLOCKS, want.start() + want.length()))
                .toArray()));
        return told;
    }

    private static BitSet bits(long... blocks) {
        BitSet bits = new BitSet();
        LongStream.of(blocks).forEach(block -> bits.set((int) block));
        return bits;
    }
}
