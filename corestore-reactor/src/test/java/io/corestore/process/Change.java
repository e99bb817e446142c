package io.corestore.process;

import io.corestore.interop.Blocks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One change of one core, as a child says it before it makes it: enough to make it again.
 *
 * @param id what no other change of the folder has
 * @param core the name of a core; {@code s…} are in the source store, {@code r…} are copies of them
 * @param from the blocks of an append, the length to truncate to, the first block to clear or fetch, the key of a datum
 * @param to the size of the greatest block, the end of the blocks to clear or fetch, the size of the datum
 */
public record Change(int id, String core, Kind kind, int from, int to) {
    /** What is done. */
    public enum Kind {
        CREATE,
        APPEND,
        TRUNCATE,
        CLEAR,
        DATUM,
        COMPACT,
        PURGE,
        FETCH,
        REOPEN
    }

    static Change parse(String line) {
        String[] words = line.split(" ");
        return new Change(
                Integer.parseInt(words[0]),
                words[1],
                Kind.valueOf(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]));
    }

    String line() {
        return id + " " + core + " " + kind + " " + from + " " + to;
    }

    /** The blocks of an append; every size up to the greatest occurs, also none. */
    public List<ByteBuffer> blocks() {
        return IntStream.range(0, from)
                .mapToObj(i -> Blocks.made(core + "/" + id, i, (id * 31 + i * 17) % (to + 1)))
                .toList();
    }

    /** The key of a datum. */
    public String key() {
        return "datum-" + from;
    }

    /** The value of a datum; an empty one deletes it. */
    public ByteBuffer value() {
        return Blocks.made(core + "/" + id, 0, to);
    }
}
