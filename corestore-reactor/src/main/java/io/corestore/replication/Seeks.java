package io.corestore.replication;

import io.corestore.core.LogState;
import io.corestore.core.WantedSeek;
import io.corestore.message.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The byte positions that peers of one core are asked for, each at one peer at a time (spec page 13, section 4). One that
 * was answered is not asked for again: whoever wants it looks anew and wants what is then unknown.
 */
final class Seeks {
    private final Map<WantedSeek, Asked> asked = new LinkedHashMap<>();

    /** @param inVain how many peers were asked for it before */
    private record Asked(Channel channel, Message.Request request, int inVain) {}

    /** Asks for what is wanted and was not asked for; takes back what is not wanted any more. */
    void update(Collection<WantedSeek> wanted, List<Channel> channels, LogState state) {
        withdraw(wanted);
        for (WantedSeek seek : wanted) {
            if (!asked.containsKey(seek)) {
                ask(seek, channels, state, 0);
            }
        }
    }

    /** Asks another peer where one is late. */
    void hasten(List<Channel> channels, LogState state) {
        for (Map.Entry<WantedSeek, Asked> entry : List.copyOf(asked.entrySet())) {
            Asked slow = entry.getValue();
            List<Channel> others = channels.stream()
                    .filter(other -> other != slow.channel()
                            && slow.channel()
                                    .requester()
                                    .isLate(slow.request(), Haste.lateBefore(other, slow.inVain())))
                    .toList();
            if (ask(entry.getKey(), others, state, slow.inVain() + 1)) {
                slow.channel().requester().cancel(slow.request());
            }
        }
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        asked.forEach((seek, at) -> {
            if (at.request() == request) {
                seek.answered().run();
            }
        });
    }

    private void withdraw(Collection<WantedSeek> wanted) {
        for (Map.Entry<WantedSeek, Asked> entry : List.copyOf(asked.entrySet())) {
            if (!wanted.contains(entry.getKey())) {
                asked.remove(entry.getKey());
                Asked at = entry.getValue();
                at.channel().requester().cancel(at.request());
            }
        }
    }

    private boolean ask(WantedSeek seek, List<Channel> channels, LogState state, int inVain) {
        for (Channel channel : channels) {
            Message.Request request = channel.requester().fetchSeek(seek, state);
            if (request != null) {
                asked.put(seek, new Asked(channel, request, inVain));
                return true;
            }
        }
        return false;
    }
}
