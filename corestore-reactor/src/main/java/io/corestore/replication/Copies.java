package io.corestore.replication;

import io.corestore.message.Message;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** The requests for blocks that are asked for at several peers, since one was late: the first answer wins. */
final class Copies {
    private static final int MOST = 3;

    /** Requests are told apart by identity: those of two channels may be equal. */
    private final Map<Long, Map<Message.Request, Channel>> byBlock = new HashMap<>();

    /** Whether a block that is asked for elsewhere may be asked for here too. */
    boolean mayAdd(long block, Channel channel) {
        Map<Message.Request, Channel> copies = byBlock.get(block);
        return copies == null || copies.size() < MOST && !copies.containsValue(channel);
    }

    /** A block that was asked for is asked for once more. */
    void add(long block, Message.Request first, Channel where, Message.Request copy, Channel there) {
        Map<Message.Request, Channel> copies = byBlock.computeIfAbsent(block, index -> new IdentityHashMap<>());
        copies.put(first, where);
        copies.put(copy, there);
    }

    /**
     * A request was answered, refused or given up. If the block is here, the others are taken back.
     *
     * @return whether others are still under way
     */
    boolean settled(long block, Message.Request request, boolean stored) {
        Map<Message.Request, Channel> copies = byBlock.get(block);
        if (copies == null || copies.remove(request) == null) {
            return false;
        }
        if (stored) {
            cancel(block);
        } else if (copies.isEmpty()) {
            byBlock.remove(block);
        }
        return !stored && !copies.isEmpty();
    }

    /** Takes back all requests for a block. */
    void cancel(long block) {
        Map<Message.Request, Channel> copies = byBlock.remove(block);
        if (copies != null) {
            copies.forEach((request, channel) -> channel.requester().cancel(request));
        }
    }
}
