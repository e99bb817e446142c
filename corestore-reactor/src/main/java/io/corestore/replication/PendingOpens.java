package io.corestore.replication;

import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens of one peer that are not decided yet, each with the messages that came for it meanwhile. */
final class PendingOpens {
    private final int maxMessages;
    private final Map<Integer, Pending> byId = new HashMap<>();

    /** One open; equal only to itself. */
    static final class Pending {
        private final Message.Open open;
        private final long arrived;
        private final List<Message> messages = new ArrayList<>();

        private Pending(Message.Open open, long arrived) {
            this.open = open;
            this.arrived = arrived;
        }

        Message.Open open() {
            return open;
        }

        /** See {@link Loop#now}. */
        long arrived() {
            return arrived;
        }

        List<Message> messages() {
            return messages;
        }
    }

    /** @param maxMessages how many messages may wait for one channel */
    PendingOpens(int maxMessages) {
        this.maxMessages = maxMessages;
    }

    Pending add(Message.Open open, long arrived) {
        Pending pending = new Pending(open, arrived);
        byId.put(open.channel(), pending);
        return pending;
    }

    /** Keeps a message for later if its channel is not decided yet. */
    void hold(Message message) {
        Pending pending = byId.get(message.channel());
        if (pending == null) {
            return;
        }
        if (pending.messages.size() >= maxMessages) {
            throw new ProtocolException("too many messages for a channel that is not open");
        }
        pending.messages.add(message);
    }

    boolean isWaiting(Pending open) {
        return byId.get(open.open.channel()) == open;
    }

    /** Decides an open; false if it was withdrawn. */
    boolean remove(Pending pending) {
        return byId.remove(pending.open.channel(), pending);
    }

    /** The peer takes its open back. */
    void withdraw(int id) {
        byId.remove(id);
    }

    boolean contains(int id) {
        return byId.containsKey(id);
    }

    int size() {
        return byId.size();
    }

    /** Forgets all and returns their ids. */
    Set<Integer> removeAll() {
        Set<Integer> ids = Set.copyOf(byId.keySet());
        byId.clear();
        return ids;
    }
}
