package io.corestore.storage.corestore6;

import io.corestore.encoding.CompactWriter;
import io.corestore.storage.format.Entry;
import io.corestore.storage.format.Frame;
import io.corestore.storage.format.OplogImage;
import io.corestore.storage.format.SlotBits;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The oplog of one core, written by one writer: where its entries end, and what its slots say. Its entries get room ahead:
 * zeros are no frame; opening cuts them off, here and in Node.
 */
final class Oplog {
    private static final int MOST_ROOM = 32 * 1024;

    private final PooledFile file;
    private final RoomAhead room;
    private SlotBits bits;
    private long tail;
    private int headerBytes;
    private boolean tailInDoubt;
    private boolean headerInDoubt;
    private boolean cutDue;

    Oplog(PooledFile file, OplogImage image) {
        this.file = file;
        this.bits = image.bits();
        this.tail = image.end();
        this.room = new RoomAhead(file, MOST_ROOM, tail);
    }

    /** A whole oplog without entries. */
    static ByteBuffer fresh(byte[] header) {
        CompactWriter out = new CompactWriter(OplogImage.ENTRIES);
        Frame.write(out, header, false, SlotBits.NONE.nextBit());
        return ByteBuffer.wrap(java.util.Arrays.copyOf(out.toBytes(), OplogImage.ENTRIES));
    }

    static boolean fitsSlot(byte[] header) {
        return header.length + Frame.HEADER_BYTES <= OplogImage.SLOT_BYTES;
    }

    /** The bytes of the entries since the last header. */
    long entryBytes() {
        return tail - OplogImage.ENTRIES;
    }

    /** Whether nobody knows which header counts, because writing one failed: no entry may follow. */
    boolean headerInDoubt() {
        return headerInDoubt;
    }

    /**
     * Appends the entries of one atomic change. If that fails they are as good as not there: the next call overwrites
     * them, after cutting the file, since what was written might join what comes next.
     */
    void append(List<Entry> group) {
        dropFailed();
        ByteBuffer frames = frames(group);
        int size = frames.remaining();
        tailInDoubt = true;
        room.write(tail, frames, entryBytes()); // a small log stays small
        tailInDoubt = false;
        tail += size;
    }

    /** Cuts off what a failed call wrote: it does not come back behind what is acknowledged later. Durable on return. */
    void dropFailed() {
        if (tailInDoubt) {
            file.truncate(tail);
            file.sync();
            tailInDoubt = false;
            room.endAt(tail);
        }
    }

    /** Drops what counts no longer. On return that is durable: it cannot come back behind later entries. */
    void repair(long fileSize) {
        if (fileSize != tail) {
            file.truncate(tail);
            file.sync();
        }
    }

    /**
     * Puts an entry in the place of a damaged one, and cuts what follows that. The entry is durable before: what follows is
     * all that tells of the damage. It is smaller than one that moves the tree, so it leaves that alone even if it is torn.
     */
    void replaceBroken(Entry entry) {
        ByteBuffer frame = frames(List.of(entry));
        int size = frame.remaining();
        file.write(tail, frame);
        file.sync();
        tail += size;
        room.endAt(tail);
        file.truncate(tail);
        file.sync();
    }

    void sync() {
        file.sync();
    }

    /**
     * Writes a header durably and so makes the entries invalid. What is not durable yet must become so before: entries of
     * two headers ago have the bit of the next ones.
     */
    void writeHeader(byte[] header) {
        if (cutDue) {
            cut();
        }
        file.sync();
        CompactWriter out = new CompactWriter(header.length + Frame.HEADER_BYTES);
        Frame.write(out, header, false, bits.nextBit());
        headerInDoubt = true;
        file.write((long) bits.nextSlot() * OplogImage.SLOT_BYTES, out.toBuffer());
        file.sync();
        headerInDoubt = false;
        headerBytes = out.size();
        bits = bits.next();
        tail = OplogImage.ENTRIES;
        room.endAt(tail);
        tailInDoubt = false;
        cutDue = true;
    }

    /** Leaves nothing of longer, older headers behind the last two, which are of one size; durable on return. */
    void blankBehindHeaders() {
        for (int slot = 0; slot < 2; slot++) {
            long start = (long) slot * OplogImage.SLOT_BYTES;
            file.write(start + headerBytes, ByteBuffer.allocate(OplogImage.SLOT_BYTES - headerBytes));
        }
        file.sync();
    }

    /** Cuts the entries that the last header made invalid. */
    void cut() {
        if (cutDue) {
            file.truncate(tail);
            cutDue = false;
        }
    }

    private ByteBuffer frames(List<Entry> group) {
        CompactWriter out = new CompactWriter(256);
        for (int i = 0; i < group.size(); i++) {
            Frame.write(out, group.get(i).encode(), i < group.size() - 1, bits.entryBit());
        }
        return out.toBuffer();
    }
}
