package io.corestore.sweep;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a core is to hold.
 *
 * @param blocks null where one is not stored
 * @param note its one piece of user data; null if there is none
 * @param writable whether it may be written
 * @param partial whether blocks that are on their way may be missing, and the length may be the one before
 */
record CoreModel(
        boolean exists,
        long fork,
        List<@Nullable ByteBuffer> blocks,
        @Nullable ByteBuffer note,
        boolean writable,
        boolean partial) {
    static final CoreModel ABSENT = new CoreModel(false, 0, List.of(), null, false, false);

    /** Made by name, or known by key. */
    static CoreModel empty(boolean writable) {
        return new CoreModel(true, 0, List.of(), null, writable, false);
    }

    CoreModel appended(List<ByteBuffer> more) {
        List<@Nullable ByteBuffer> all = new ArrayList<>(blocks);
        all.addAll(more);
        return with(fork, all, note);
    }

    CoreModel truncated(int length) {
        return with(fork + 1, blocks.subList(0, length), note);
    }

    CoreModel cleared(int from, int to) {
        List<@Nullable ByteBuffer> all = new ArrayList<>(blocks);
        Collections.fill(all.subList(from, to), null);
        return with(fork, all, note);
    }

    CoreModel noted(ByteBuffer value) {
        return with(fork, blocks, value);
    }

    /** On its way to hold these blocks. */
    CoreModel fetching(List<@Nullable ByteBuffer> all) {
        return new CoreModel(true, fork, all, note, writable, true);
    }

    CoreModel holding(List<@Nullable ByteBuffer> all) {
        return with(fork, all, note);
    }

    CoreModel withWritable(boolean write) {
        return new CoreModel(exists, fork, blocks, note, write, partial);
    }

    private CoreModel with(long nextFork, List<@Nullable ByteBuffer> all, @Nullable ByteBuffer value) {
        List<@Nullable ByteBuffer> copy = Collections.unmodifiableList(new ArrayList<>(all));
        return new CoreModel(true, nextFork, copy, value, writable, false);
    }

    /** Whether what was found is this, or part of it where that is legal. */
    boolean allows(CoreModel found) {
        if (exists != found.exists) {
            return partial && !found.exists;
        }
        if (!exists) {
            return true;
        }
        boolean same = fork == found.fork && writable == found.writable && Objects.equals(note, found.note);
        return same && (partial ? allowsPart(found.blocks) : blocks.equals(found.blocks));
    }

    private boolean allowsPart(List<@Nullable ByteBuffer> found) {
        if (found.size() > blocks.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i) != null && !found.get(i).equals(blocks.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return !exists
                ? "no core"
                : "fork " + fork + ", " + blocks.size() + " blocks, "
                        + blocks.stream().filter(Objects::isNull).count() + " missing, note " + note
                        + (writable ? ", writable" : ", read-only") + (partial ? ", on its way" : "");
    }
}
