package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of fork that a header remembers.
 *
 * @param from the fork before
 * @param to the fork after
 * @param ancestors the blocks that both share
 */
public record ReorgHint(long from, long to, long ancestors) {
    private static final int KEPT = 4;
    static final int MINIMUM_BYTES = 3;

    static ReorgHint decode(CompactReader in) {
        return new ReorgHint(in.uint(), in.uint(), in.uint());
    }

    void encode(CompactWriter out) {
        out.uint(from).uint(to).uint(ancestors);
    }

    /** The hints after one more change; those that it undoes, and the oldest beyond four, are forgotten. */
    public static List<ReorgHint> add(List<ReorgHint> hints, ReorgHint hint) {
        List<ReorgHint> kept = new ArrayList<>(hints.subList(Math.max(0, hints.size() - KEPT + 1), hints.size()));
        while (!kept.isEmpty() && kept.get(kept.size() - 1).ancestors > hint.ancestors) {
            kept.remove(kept.size() - 1);
        }
        kept.add(hint);
        return List.copyOf(kept);
    }
}
