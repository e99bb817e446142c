package io.corestore.storage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.TreeNode;
import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of spec page 22, section 9: an oplog of 8369 bytes, written by Node. */
final class OplogImageTest {
    @TempDir
    private Path folder;

    private byte[] oplog;

    @BeforeEach
    void unpack() throws IOException {
        Fixture fixture = Fixture.of("v6-one-block");
        oplog = Files.readAllBytes(fixture.unpack(folder)
                .resolve(fixture.cores().get(0).get("dir").asString())
                .resolve("oplog"));
        assertThat(oplog).hasSize(8369);
    }

    @Test
    void readsTheExample() {
        OplogImage image = OplogImage.read(oplog);

        assertThat(image.bits()).isEqualTo(new SlotBits(false, true));
        assertThat(image.end()).isEqualTo(8369);
        assertThat(image.groups()).hasSize(2);
        Entry name = image.groups().get(0).get(0);
        assertThat(name.datum()).isEqualTo(Map.entry("corestore/namespace", ByteBuffer.allocate(32)));
        Entry append = image.groups().get(1).get(0);
        assertThat(append.nodes()).singleElement().extracting(TreeNode::size).isEqualTo(11L);
        assertThat(append.upgrade().length()).isOne();
        assertThat(append.bits()).isEqualTo(new BitRange(false, 0, 1));
    }

    @Test
    void writesTheSameBytes() {
        Frame slot0 = Frame.at(oplog, 0);
        Frame slot1 = Frame.at(oplog, 4096);
        for (Frame slot : List.of(slot0, slot1)) {
            CompactWriter out = new CompactWriter();
            Frame.write(out, HeaderCodec.encode(HeaderCodec.decode(slot.content())), false, slot.bit());
            assertThat(out.toBytes()).isEqualTo(Arrays.copyOfRange(oplog, slot.start() - 8, slot.end()));
        }
        CompactWriter entries = new CompactWriter();
        OplogImage.read(oplog)
                .groups()
                .forEach(group -> group.forEach(entry -> Frame.write(entries, entry.encode(), false, true)));
        assertThat(entries.toBytes()).isEqualTo(Arrays.copyOfRange(oplog, 8192, 8369));
    }

    @Test
    void anyFlippedBitOfAnEntryEndsTheLogBeforeIt() {
        for (int at = 8192; at < oplog.length; at++) {
            byte[] flipped = oplog.clone();
            flipped[at] ^= 4;
            assertThat(OplogImage.read(flipped).groups()).hasSize(at < 8254 ? 0 : 1);
        }
    }

    @Test
    void anyFlippedBitOfTheActiveHeaderFallsBackToTheOther() {
        for (int at = 4096; at < Frame.at(oplog, 4096).end(); at++) {
            byte[] flipped = oplog.clone();
            flipped[at] ^= 1;
            OplogImage image = OplogImage.read(flipped);
            assertThat(image.bits().active()).isZero();
            assertThat(image.groups()).isEmpty();
        }
    }

    @Test
    void aShortFileWithoutAHeaderIsNoCoreAndALongOneIsDamaged() {
        assertThat(OplogImage.read(new byte[0])).isNull();
        assertThat(OplogImage.read(Arrays.copyOf(oplog, 216))).isNull();
        assertThat(OplogImage.read(Arrays.copyOf(oplog, 217))).isNotNull();
        assertThatThrownBy(() -> OplogImage.read(new byte[8192])).isInstanceOf(DecodingException.class);
    }

    @Test
    void partialFramesCountOnlyWithTheirLast() {
        CompactWriter out = new CompactWriter();
        out.fixed(oplog, 0, 8192);
        Entry entry = new Entry(null, null, null, new BitRange(false, 0, 1));
        Frame.write(out, entry.encode(), false, true);
        int kept = out.size();
        Frame.write(out, entry.encode(), true, true);
        Frame.write(out, entry.encode(), true, true);
        assertThat(OplogImage.read(out.toBytes()).end()).isEqualTo(kept);
        Frame.write(out, entry.encode(), false, true);

        OplogImage image = OplogImage.read(out.toBytes());
        assertThat(image.groups()).extracting(List::size).containsExactly(1, 3);
        assertThat(image.end()).isEqualTo(out.size());
    }

    @Test
    void everyKindOfEntryIsReadBack() {
        Entry full = new Entry(
                Map.entry("key", ByteBuffer.wrap(new byte[] {1, 2, 3})),
                List.of(new TreeNode(300, 1L << 40, Hash.ZERO)),
                new Upgrade(3, 70_000, 70_001, ByteBuffer.allocate(64)),
                new BitRange(true, 1L << 33, (1L << 33) + 5));

        assertThat(Entry.decode(CompactReader.of(full.encode()))).isEqualTo(full);
    }

    @Test
    void anImageWithoutItsLastGroupsEndsBeforeThem() {
        OplogImage image = OplogImage.read(oplog);

        assertThat(image.upTo(2)).isSameAs(image);
        assertThat(image.upTo(1).groups()).containsExactly(image.groups().get(0));
        assertThat(image.upTo(1).end()).isEqualTo(8254);
        assertThat(image.upTo(0).groups()).isEmpty();
        assertThat(image.upTo(0).end()).isEqualTo(8192);
        assertThat(image.upTo(0).header()).isEqualTo(image.header());
    }

    @Test
    void onlyTheSlotThatCanBeReadCounts() {
        byte[] first = oplog.clone();
        first[0] ^= 1;
        byte[] none = first.clone();
        none[4096] ^= 1;

        assertThat(OplogImage.read(first).bits()).isEqualTo(SlotBits.onlySecond(true));
        assertThat(OplogImage.read(first).halved()).isTrue();
        assertThat(OplogImage.read(oplog).halved()).isFalse();
        assertThatThrownBy(() -> OplogImage.read(none)).isInstanceOf(DecodingException.class);
    }

    /** A checksum that is right does not make an entry of what is none. */
    @Test
    void whatIsNoEntryEndsTheLog() {
        CompactWriter out = new CompactWriter();
        out.fixed(oplog);
        Frame.write(out, new byte[] {2, 5, 1, 0}, false, true); // an upgrade to fewer blocks than it keeps

        assertThat(OplogImage.read(out.toBytes()).end()).isEqualTo(8369);
    }

    @Test
    void headersThatAreNoneDoNotCountThoughTheirChecksumsAreRight() {
        CompactWriter first = new CompactWriter();
        Frame.write(first, new byte[] {7}, false, false);
        byte[] replaced = oplog.clone();
        System.arraycopy(first.toBytes(), 0, replaced, 0, first.size());

        assertThat(OplogImage.read(replaced).bits()).isEqualTo(SlotBits.onlySecond(true));
        System.arraycopy(first.toBytes(), 0, replaced, 4096, first.size());
        assertThatThrownBy(() -> OplogImage.read(replaced)).isInstanceOf(DecodingException.class);
    }

    @Test
    void impossibleNumbersAreRefused() {
        byte[] bits = new CompactWriter().uint(0).uint(1L << 52).uint(1L << 52).toBytes();
        byte[] upgrade = new CompactWriter().uint(0).uint(2).uint(1).uint(0).toBytes();

        assertThatThrownBy(() -> BitRange.decode(CompactReader.of(bits))).isInstanceOf(DecodingException.class);
        assertThatThrownBy(() -> Upgrade.decode(CompactReader.of(upgrade))).isInstanceOf(DecodingException.class);
    }
}
