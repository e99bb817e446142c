package io.corestore.sweep;

import java.util.ArrayList;
import java.util.List;

/** What a core was to hold, from when to when, counted in operations of the file system. */
final class Timeline {
    private static final int NEVER = Integer.MAX_VALUE;
    private final List<Entry> entries = new ArrayList<>();

    Timeline() {
        entries.add(new Entry(CoreModel.ABSENT, 0, 0, true, false));
    }

    /** @param marked whether blocks before, or of it, may have been only buffered */
    private record Entry(CoreModel model, int issued, int acknowledged, boolean durable, boolean marked) {}

    CoreModel last() {
        return lastEntry().model();
    }

    /** A change was asked for, and not acknowledged: it may be there. */
    void issued(CoreModel model, int position, Promise promise) {
        entries.add(new Entry(
                model,
                position,
                NEVER,
                false,
                promise == Promise.BUFFERED || lastEntry().marked()));
    }

    /**
     * A change was acknowledged, and with it all before it. What changed nothing tells nothing: a change that failed before
     * may still be found.
     */
    void acknowledged(CoreModel model, int issued, int position, Promise promise) {
        if (promise == Promise.STORED && model.equals(last())) {
            return;
        }
        boolean marked = promise == Promise.BUFFERED
                || promise == Promise.STORED && lastEntry().marked();
        entries.add(new Entry(model, issued, position, promise != Promise.BUFFERED, marked));
    }

    /** What may be there after a power cut, or the end of the process, at this position. */
    Allowed allowed(int position, boolean powerCut) {
        int from = 0;
        int acknowledged = 0;
        int to = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.acknowledged() <= position) {
                acknowledged = i;
                from = entry.durable() || !powerCut ? i : from;
            }
            if (entry.issued() <= position) {
                to = i;
            }
        }
        List<Entry> may = entries.subList(from, to + 1);
        return new Allowed(
                may.stream().map(Entry::model).toList(),
                acknowledged - from,
                may.stream().anyMatch(Entry::marked));
    }

    /** Whether it was acknowledged by this position that there is something others may know: nobody writes it anew. */
    boolean isWritten(int position) {
        return entries.stream()
                .filter(entry -> entry.acknowledged() <= position)
                .map(Entry::model)
                .anyMatch(model -> !model.blocks().isEmpty() || model.fork() > 0);
    }

    private Entry lastEntry() {
        return entries.get(entries.size() - 1);
    }

    /**
     * What may be there.
     *
     * @param acknowledged which of them was acknowledged last: who has less must not sign
     * @param doubtful whether who could write may have to ask peers first
     */
    record Allowed(List<CoreModel> models, int acknowledged, boolean doubtful) {
        boolean allows(CoreModel found) {
            for (int i = 0; i < models.size(); i++) {
                CoreModel model = models.get(i);
                boolean asked = doubtful && model.writable() && !found.writable();
                boolean mayWrite = i >= acknowledged || !found.writable();
                if (mayWrite && model.allows(asked ? found.withWritable(true) : found)) {
                    return true;
                }
            }
            return false;
        }
    }
}
