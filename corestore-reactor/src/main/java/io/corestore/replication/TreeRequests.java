package io.corestore.replication;

import io.corestore.core.LogState;
import io.corestore.message.Message;
import java.util.List;

/** The longer tree of one core, the one of a later fork, or the manifest: one request at a time (spec page 13, section 3). */
final class TreeRequests {
    private boolean asked;

    /** Whether an answer may come. */
    boolean areWaiting() {
        return asked;
    }

    /** Asks the first peer that offers something. */
    void ask(List<Channel> channels, LogState state) {
        asked = asked || askForUpgrade(channels, state) || askForForkOrManifest(channels, state);
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        if (request.upgrade() != null || request.manifest()) {
            asked = false;
        }
    }

    private static boolean askForUpgrade(List<Channel> channels, LogState state) {
        for (Channel channel : channels) {
            if (channel.offersUpgrade(state)) {
                channel.requester().fetchUpgrade(state);
                return true;
            }
        }
        return false;
    }

    private static boolean askForForkOrManifest(List<Channel> channels, LogState state) {
        for (Channel channel : channels) {
            if (state.length() == 0 && channel.offersFork(state)) {
                channel.requester().fetchFork(state);
                return true;
            }
            if (channel.requester().fetchManifest(state)) {
                return true;
            }
        }
        return false;
    }
}
