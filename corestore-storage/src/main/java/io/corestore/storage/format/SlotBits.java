package io.corestore.storage.format;

/**
 * The bits of the two header slots (spec page 22, section 2). Their difference is the number of the active slot, and the
 * bit that entries must carry: writing a header makes all entries before it invalid.
 */
public record SlotBits(boolean first, boolean second) {
    /** Before the first header was written. */
    public static final SlotBits NONE = new SlotBits(true, false);

    /** Only slot 0 is valid. */
    public static SlotBits onlyFirst(boolean bit) {
        return new SlotBits(bit, bit);
    }

    /** Only slot 1 is valid. */
    public static SlotBits onlySecond(boolean bit) {
        return new SlotBits(!bit, bit);
    }

    /** The slot whose header counts, 0 or 1. */
    public int active() {
        return entryBit() ? 1 : 0;
    }

    /** The bit of every entry that counts. */
    public boolean entryBit() {
        return first ^ second;
    }

    /** The slot that the next header goes to. */
    public int nextSlot() {
        return 1 - active();
    }

    /** The bit of the next header. */
    public boolean nextBit() {
        return nextSlot() == 0 ? !first : !second;
    }

    /** After the next header was written. */
    public SlotBits next() {
        return nextSlot() == 0 ? new SlotBits(!first, second) : new SlotBits(first, !second);
    }
}
