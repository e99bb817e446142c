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
    private Message.@Nullable Request asked;

    /** Whether an answer may come. */
    boolean areWaiting() {
        return asked != null;
    }

    /** Asks the first peer that offers something. */
    void ask(List<Channel> channels, LogState state) {
        if (asked == null) {
            asked = askForUpgrade(channels, state);
        }
        if (asked == null) {
            asked = askForForkOrManifest(channels, state);
        }
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        if (request == asked) {
            asked = null;
        }
    }

    private static Message.@Nullable Request askForUpgrade(List<Channel> channels, LogState state) {
        for (Channel channel : channels) {
            if (channel.offersUpgrade(state)) {
                return channel.requester().fetchUpgrade(state);
            }
        }
        return null;
    }

    private static Message.@Nullable Request askForForkOrManifest(List<Channel> channels, LogState state) {
        for (Channel channel : channels) {
            if (state.length() == 0 && channel.offersFork(state)) {
                return channel.requester().fetchFork(state);
            }
            Message.Request manifest = channel.requester().fetchManifest(state);
            if (manifest != null) {
                return manifest;
            }
        }
        return null;
    }
}
