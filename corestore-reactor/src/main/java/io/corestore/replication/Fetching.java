package io.corestore.replication;

import io.corestore.message.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our requests for one core that one peer has not answered. Ids are never used twice on a channel. */
final class Fetching {
    private final Map<Long, Asked> unanswered = new LinkedHashMap<>();
    private final Loop loop;
    private long lastId;

    /** @param time see {@link Loop#now} */
    private record Asked(Message.Request request, long time) {}

    Fetching(Loop loop) {
        this.loop = loop;
    }

    /** An id for the next request. */
    long nextId() {
        return ++lastId;
    }

    void asked(Message.Request request) {
        unanswered.put(request.id(), new Asked(request, loop.now()));
    }

    /** The request that this id answers; forgets it. */
    Message.@Nullable Request answered(long id) {
        Asked asked = unanswered.remove(id);
        return asked == null ? null : asked.request();
    }

    int size() {
        return unanswered.size();
    }

    /** Forgets and returns all. */
    List<Message.Request> removeAll() {
        List<Message.Request> all =
                unanswered.values().stream().map(Asked::request).toList();
        unanswered.clear();
        return all;
    }

    Message.@Nullable Request forBlock(long block) {
        for (Asked asked : unanswered.values()) {
            Message.Target wanted = asked.request().block();
            if (wanted != null && wanted.index() == block) {
                return asked.request();
            }
        }
        return null;
    }

    /** What was asked before a moment, the oldest first, so many at most. */
    List<Message.Request> askedBefore(long time, int most) {
        return unanswered.values().stream()
                .takeWhile(asked -> asked.time() < time)
                .limit(most)
                .map(Asked::request)
                .toList();
    }

    /** Whether a request waits that was made before a moment. */
    boolean isAskedBefore(Message.Request request, long time) {
        Asked asked = unanswered.get(request.id());
        return asked != null && asked.request() == request && asked.time() < time;
    }

    /** Whether an answer has only parts that were asked for, of the fork that was asked. */
    static boolean matches(Message.Request request, Message.Data data) {
        return data.fork() == request.fork()
                && (data.block() == null
                        || request.block() != null
                                && request.block().index() == data.block().index())
                && (data.hash() == null
                        || request.hash() != null
                                && request.hash().index() == data.hash().index())
                && (data.seek() == null
                        || request.seek() != null
                                && request.seek().bytes() == data.seek().bytes())
                && (data.upgrade() == null || request.upgrade() != null);
    }
}
