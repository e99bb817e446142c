package io.corestore.replication;

import io.corestore.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The requests for blocks that are asked for at several peers, since one was late: the first answer wins. */
final class Copies {
    private static final int MOST = 3;

    private final Map<Long, List<Copy>> byBlock = new HashMap<>();

    private record Copy(Message.Request request, Channel channel) {}

    /** Whether a block that is asked for elsewhere may be asked for here too. */
    boolean mayAdd(long block, Channel channel) {
        List<Copy> copies = byBlock.getOrDefault(block, List.of());
        return copies.size() < MOST && copies.stream().noneMatch(copy -> copy.channel() == channel);
    }

    /** A block that was asked for is asked for once more. */
    void add(long block, Message.Request first, Channel where, Message.Request copy, Channel there) {
        List<Copy> copies = byBlock.computeIfAbsent(block, index -> new ArrayList<>(List.of(new Copy(first, where))));
        copies.add(new Copy(copy, there));
    }

    /**
     * A request was answered, refused or given up. If the block is here, the others are taken back.
     *
     * @return whether others are still under way
     */
    boolean settled(long block, Message.Request request, boolean stored) {
        List<Copy> copies = byBlock.get(block);
        // told apart by identity: those of two channels may be equal
        if (copies == null || !copies.removeIf(copy -> copy.request() == request)) {
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
        List<Copy> copies = byBlock.remove(block);
        if (copies != null) {
            copies.forEach(copy -> copy.channel().requester().cancel(copy.request()));
        }
    }
}
