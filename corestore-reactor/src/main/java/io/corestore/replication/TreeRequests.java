package io.corestore.replication;

import io.corestore.core.LogState;
import io.corestore.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The longer tree of one core, the one of a later fork where nothing is held yet, or the manifest: one request at a time
 * (spec page 13, section 3).
 */
final class TreeRequests {
    private @Nullable Asked asked;
    private final VainTries tries = new VainTries();

    private record Asked(Channel channel, Message.Request request) {}

    /** Whether an answer may come. */
    boolean areWaiting() {
        return asked != null;
    }

    /** Asks the first peer that offers something. */
    void ask(List<Channel> channels, LogState state) {
        for (Channel channel : channels) {
            if (asked == null && channel.offersUpgrade(state)) {
                asked = new Asked(channel, channel.requester().fetchUpgrade(state));
            }
        }
        for (Channel channel : channels) {
            if (asked == null) {
                asked = askForForkOrManifest(channel, state);
            }
        }
    }

    /** Takes the request back if another peer offers the same and this one is late; returns the late one. */
    @Nullable
    Channel hasten(List<Channel> channels, LogState state) {
        Asked waiting = asked;
        int inVain = tries.since(state);
        if (waiting == null) {
            return null;
        }
        Channel slow = waiting.channel();
        for (Channel other : channels) {
            boolean offers = other.offersUpgrade(state) || state.length() == 0 && other.offersFork(state);
            if (other != slow
                    && offers
                    && slow.requester().isLate(waiting.request(), Haste.lateBefore(other, inVain))) {
                tries.add();
                slow.requester().cancel(waiting.request());
                return slow;
            }
        }
        return null;
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        if (asked != null && request == asked.request()) {
            asked = null;
        }
    }

    private static @Nullable Asked askForForkOrManifest(Channel channel, LogState state) {
        Message.Request request = state.length() == 0 && channel.offersFork(state)
                ? channel.requester().fetchFork(state)
                : channel.requester().fetchManifest(state);
        return request == null ? null : new Asked(channel, request);
    }
}
