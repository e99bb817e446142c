package io.corestore.replication;

import io.corestore.core.Answer;
import io.corestore.core.Comparison;
import io.corestore.core.Log;
import io.corestore.message.Message;
import java.util.List;

/**
 * Whether one peer has a second history of a core that the owner signed too. Trees are shown and asked for from the
 * start, by messages with request id 0 (spec page 13, section 9).
 */
final class Conflicts {
    private final Channel channel;
    private final Remote remote;
    private final Log log;

    Conflicts(Channel channel, Remote remote) {
        this.channel = channel;
        this.remote = remote;
        this.log = channel.swarm().log();
    }

    /** A proof of the peer was wrong: asks for its tree. */
    void suspect() {
        long length = comparableLength();
        if (length > 0) {
            channel.send(request(length));
        }
    }

    /** Holds a tree of {@code length} blocks that the peer shows against ours. */
    void compare(Message.Data tree, long length) {
        log.compare(tree).subscribe(comparison -> channel.execute(() -> compared(tree, length, comparison)));
    }

    /** A peer that shows a conflict ends the channel behind it: it counts all the same. */
    private void compared(Message.Data tree, long length, Comparison comparison) {
        if (comparison == Comparison.CONFLICTS) {
            channel.swarm().conflicts(tree, length);
        } else if (comparison == Comparison.AGREES && !channel.isEnded()) {
            channel.resume();
        }
    }

    /** Shows the peer our tree, so that it finds the conflict too, and ends the channel. */
    void endChannel() {
        long length = comparableLength();
        if (!channel.isPaired() || length == 0) {
            channel.close();
            return;
        }
        log.answer(List.of(request(length)))
                .subscribe(
                        answers -> channel.execute(() -> show(answers.get(0))),
                        error -> channel.execute(channel::close));
    }

    private void show(Answer answer) {
        if (answer instanceof Answer.Proof proof) {
            channel.send(proof.toData(channel.localId(), 0));
        }
        channel.close();
    }

    /** The length that both sides have on the same fork. */
    private long comparableLength() {
        return remote.isOnForkOf(log.state()) ? Math.min(log.state().length(), remote.length()) : 0;
    }

    private Message.Request request(long length) {
        return new Message.Request(
                channel.localId(), 0, remote.fork(), null, null, null, new Message.Upgrade(0, length), false, 0);
    }
}
