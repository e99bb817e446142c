package io.corestore.storage.format;

import io.corestore.error.DecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Looks behind the last entry that counts. What a crash leaves there is part of the one group that was being written; a
 * whole entry of a later group means that one before it was damaged, or never reached the disk, though others followed it.
 */
final class LostEntries {
    private final byte[] file;
    private final boolean bit;

    private LostEntries(byte[] file, boolean bit) {
        this.file = file;
        this.bit = bit;
    }

    /**
     * Whether a later group follows.
     *
     * @param end of the last entry that counts
     * @param bit of entries that count
     */
    static boolean follow(byte[] file, int end, boolean bit) {
        return new LostEntries(file, bit).follow(end);
    }

    private boolean follow(int end) {
        boolean groupEnded = false;
        int at = end;
        while (at < file.length) {
            Frame frame = entryAt(at);
            if (frame == null) {
                groupEnded |= endsGroup(at);
                at = next(at);
            } else if (groupEnded) {
                return true;
            } else {
                groupEnded = !frame.partial();
                at = frame.end();
            }
        }
        return false;
    }

    /** Whether a damaged entry was the last of its group; zeros were never written. */
    private boolean endsGroup(int at) {
        Integer word = Frame.wordAt(file, at);
        return word != null && word != 0 && (word & 2) == 0;
    }

    /** Where the next whole entry starts: where the damaged one says that it ends, or wherever there is one. */
    private int next(int damaged) {
        Integer word = Frame.wordAt(file, damaged);
        long said = word == null ? file.length : (long) damaged + Frame.HEADER_BYTES + (word >>> 2);
        if (said < file.length && entryAt((int) said) != null) {
            return (int) said;
        }
        for (int at = damaged + 1; at < file.length; at++) {
            if (entryAt(at) != null) {
                return at;
            }
        }
        return file.length;
    }

    private @Nullable Frame entryAt(int offset) {
        Frame frame = Frame.at(file, offset);
        if (frame == null || frame.bit() != bit) {
            return null;
        }
        try {
            Entry.decode(frame.content());
            return frame;
        } catch (DecodingException | IllegalArgumentException damaged) {
            return null;
        }
    }
}
