package io.corestore.storage.format;

import io.corestore.error.DecodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An oplog as it was read (spec page 22, sections 2 and 3).
 *
 * @param bits of the two slots
 * @param header of the active slot
 * @param groups the entries that count, those of one atomic change together
 * @param ends of the groups
 * @param end of the last entry that counts: everything behind is torn or stale
 * @param halved whether the other slot cannot be read: it was never written, torn, or damaged
 * @param broken whether entries follow behind a damaged one: a crash does not leave that where each change is synced
 */
public record OplogImage(
        SlotBits bits,
        HeaderContent header,
        List<List<Entry>> groups,
        List<Long> ends,
        long end,
        boolean halved,
        boolean broken) {
    /** The bytes of a slot. */
    public static final int SLOT_BYTES = 4096;

    /** Where the entries start. */
    public static final int ENTRIES = 2 * SLOT_BYTES;

    /**
     * Reads a whole file.
     *
     * @return null if there is no core: the file is missing, or the first header was never written whole
     * @throws DecodingException if both headers are damaged
     */
    public static @Nullable OplogImage read(byte[] file) {
        Frame first = Frame.at(file, 0);
        Frame second = Frame.at(file, SLOT_BYTES);
        HeaderContent header0 = header(first);
        HeaderContent header1 = header(second);
        SlotBits bits;
        if (first != null && header0 != null) {
            bits = second != null && header1 != null
                    ? new SlotBits(first.bit(), second.bit())
                    : SlotBits.onlyFirst(first.bit());
        } else if (second != null && header1 != null) {
            bits = SlotBits.onlySecond(second.bit());
        } else if (file.length < ENTRIES) {
            return null;
        } else {
            throw new DecodingException("both headers are damaged");
        }
        HeaderContent active = bits.active() == 0 ? header0 : header1;
        boolean halved = header0 == null || header1 == null;
        return active == null ? null : withEntries(file, bits, active, halved);
    }

    /** The same without the groups from this one on. */
    public OplogImage upTo(int group) {
        if (group >= groups.size()) {
            return this;
        }
        long kept = group == 0 ? ENTRIES : ends.get(group - 1);
        return new OplogImage(bits, header, groups.subList(0, group), ends.subList(0, group), kept, halved, broken);
    }

    private static OplogImage withEntries(byte[] file, SlotBits bits, HeaderContent header, boolean halved) {
        List<List<Entry>> groups = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<Entry> group = new ArrayList<>();
        int kept = ENTRIES;
        Frame frame = Frame.at(file, ENTRIES);
        while (frame != null && frame.bit() == bits.entryBit()) {
            Entry entry = entry(frame);
            if (entry == null) {
                break;
            }
            group.add(entry);
            if (!frame.partial()) {
                groups.add(List.copyOf(group));
                group.clear();
                kept = frame.end();
                ends.add((long) kept);
            }
            frame = Frame.at(file, frame.end());
        }
        boolean broken = LostEntries.follow(file, kept, bits.entryBit());
        return new OplogImage(bits, header, List.copyOf(groups), List.copyOf(ends), kept, halved, broken);
    }

    private static @Nullable HeaderContent header(@Nullable Frame frame) {
        try {
            return frame == null ? null : HeaderCodec.decode(frame.content());
        } catch (DecodingException | IllegalArgumentException damaged) {
            return null;
        }
    }

    private static @Nullable Entry entry(Frame frame) {
        try {
            return Entry.decode(frame.content());
        } catch (DecodingException | IllegalArgumentException damaged) {
            return null;
        }
    }
}
