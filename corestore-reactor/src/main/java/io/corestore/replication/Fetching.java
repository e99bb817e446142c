package io.corestore.replication;

import io.corestore.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our requests for one core that one peer has not answered. Ids are never used twice on a channel. */
final class Fetching {
    private final Map<Long, Message.Request> unanswered = new HashMap<>();
    private long lastId;

    /** An id for the next request. */
    long nextId() {
        return ++lastId;
    }

    void asked(Message.Request request) {
        unanswered.put(request.id(), request);
    }

    /** The request that this id answers; forgets it. */
    Message.@Nullable Request answered(long id) {
        return unanswered.remove(id);
    }

    int size() {
        return unanswered.size();
    }

    /** Forgets and returns all. */
    List<Message.Request> removeAll() {
        List<Message.Request> all = List.copyOf(unanswered.values());
        unanswered.clear();
        return all;
    }

    Message.@Nullable Request forBlock(long block) {
        for (Message.Request request : unanswered.values()) {
            if (request.block() != null && request.block().index() == block) {
                return request;
            }
        }
        return null;
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
