package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.core.Demand;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The wanted blocks of one core: each is asked for at one peer (spec page 13, section 4), and once more where there is time
 * if that is late (section 7).
 */
final class BlockRequests {
    private final Log log;
    private final Bitfield asked = new Bitfield();
    private final Map<Long, Channel> awaited = new HashMap<>();
    private final Copies copies = new Copies();

    BlockRequests(Log log) {
        this.log = log;
    }

    /** Cancels the requests for single blocks that nobody waits for any more. */
    void withdraw() {
        for (Map.Entry<Long, Channel> entry : List.copyOf(awaited.entrySet())) {
            long block = entry.getKey();
            if (!log.demand().wants(block)) {
                awaited.remove(block);
                entry.getValue().requester().cancelBlock(block);
                copies.cancel(block);
            }
        }
    }

    /** Asks each peer for as many wanted blocks as it has and may be asked for. */
    void ask(List<Channel> channels, LogState state) {
        if (!log.demand().isEmpty()) {
            channels.forEach(channel -> fill(channel, state));
        }
    }

    /** Asks peers that have little to do for blocks that others are late with. */
    void hasten(List<Channel> channels, LogState state) {
        for (Channel idle : channels) {
            int room = idle.requester().spare(state);
            for (Channel other : channels) {
                if (room > 0 && other != idle) {
                    room = hasten(other, idle, state, room);
                }
            }
        }
    }

    private int hasten(Channel slow, Channel idle, LogState state, int roomBefore) {
        int room = roomBefore;
        for (Message.Request late : slow.requester().askedBefore(Haste.lateBefore(idle))) {
            Message.Target block = late.block();
            if (room > 0
                    && block != null
                    && late.fork() == state.fork()
                    && copies.mayAdd(block.index(), idle)
                    && idle.requester().canFetch(block.index(), state)) {
                copies.add(block.index(), late, slow, idle.requester().fetchBlock(block.index(), state, true), idle);
                room--;
            }
        }
        return room;
    }

    /** A request was answered, refused or given up; the block is asked for again if it is not here. */
    void settled(Message.Request request) {
        Message.Target block = request.block();
        if (block == null
                || copies.settled(block.index(), request, log.bitfield().get(block.index()))) {
            return;
        }
        asked.clear(BlockRange.of(block.index(), block.index() + 1));
        awaited.remove(block.index());
        if (!log.bitfield().get(block.index())) {
            log.demand().missingFrom(block.index());
        }
    }

    private void fill(Channel channel, LogState state) {
        int room = channel.requester().room(state);
        for (Long block : log.demand().blocks()) {
            if (room == 0 || block >= state.length()) {
                break;
            }
            if (isMissing(block) && channel.requester().canFetch(block, state)) {
                awaited.put(block, channel);
                ask(channel, block, state, true);
                room--;
            }
        }
        for (Demand.WantedRange range : log.demand().ranges()) {
            room = fill(channel, state, range, room);
        }
    }

    private int fill(Channel channel, LogState state, Demand.WantedRange wanted, int roomBefore) {
        int room = roomBefore;
        long end = Math.min(wanted.range().end(), state.length());
        long block = nextMissing(wanted.cursor(), end);
        wanted.advanceTo(Math.max(wanted.cursor(), block));
        while (room > 0 && block < end) {
            if (channel.requester().canFetch(block, state)) {
                ask(channel, block, state, false);
                room--;
                block = nextMissing(block + 1, end);
            } else {
                BlockRange rest = BlockRange.of(Math.min(end, block + 1), end);
                block = nextMissing(channel.remote().blocks().nextHeld(rest), end);
            }
        }
        return room;
    }

    private void ask(Channel channel, long block, LogState state, boolean urgent) {
        asked.set(block);
        channel.requester().fetchBlock(block, state, urgent);
    }

    private boolean isMissing(long block) {
        return !log.bitfield().get(block) && !asked.get(block);
    }

    /** The first block from {@code start} on that is neither stored nor asked for, or {@code end}. */
    private long nextMissing(long start, long end) {
        long block = start;
        while (block < end) {
            long clear = log.bitfield().nextClear(BlockRange.of(block, end));
            if (clear == end || !asked.get(clear)) {
                return clear;
            }
            block = asked.nextClear(BlockRange.of(clear, end));
        }
        return end;
    }
}
