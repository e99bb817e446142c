package io.corestore.replication;

import io.corestore.CoreEvent;
import io.corestore.core.Answer;
import io.corestore.core.Log;
import io.corestore.message.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A peer's requests for one core, answered in turns: each turn takes what waits, as much as the connection has room for,
 * and reads it in one go. Requests with a priority come first.
 */
final class Serving {
    private static final int TURN_REQUESTS = 128;
    private static final long TURN_BYTES = 1 << 20;

    private final Session session;
    private final Log log;
    private final int channel;
    private final Map<Long, Message.Request> waiting = new LinkedHashMap<>();
    private final Map<Long, Message.Request> urgent = new LinkedHashMap<>();
    private boolean busy;
    private Runnable afterTurn = () -> {};
    private boolean closed;

    Serving(Session session, Log log, int channel) {
        this.session = session;
        this.log = log;
        this.channel = channel;
    }

    void request(Message.Request request) {
        cancel(request.id());
        (request.priority() > 0 ? urgent : waiting).put(request.id(), request);
        session.servings().requested(this);
    }

    void cancel(long id) {
        if (waiting.remove(id) != null || urgent.remove(id) != null) {
            session.servings().settled(1);
        }
    }

    /** Runs {@code action} when no answers of a turn are still to come: now, or at the end of the one under way. */
    void betweenTurns(Runnable action) {
        if (busy) {
            afterTurn = action;
        } else {
            action.run();
        }
    }

    void close() {
        closed = true;
        session.servings().settled(waiting.size() + urgent.size());
        waiting.clear();
        urgent.clear();
    }

    /** Starts a turn if none is under way. */
    void turn() {
        if (busy || closed || waiting.isEmpty() && urgent.isEmpty()) {
            return;
        }
        List<Message.Request> turn = new ArrayList<>();
        long bytes = take(urgent, turn, 0);
        take(waiting, turn, bytes);
        busy = true;
        log.answer(turn)
                .subscribe(
                        answers -> session.loop().execute(() -> answered(turn, answers)),
                        error -> session.loop().execute(() -> answered(turn, List.of())));
    }

    private long take(Map<Long, Message.Request> from, List<Message.Request> turn, long bytesBefore) {
        long each = log.state().averageBlockSize();
        long bytes = bytesBefore;
        for (Iterator<Message.Request> next = from.values().iterator();
                next.hasNext() && turn.size() < TURN_REQUESTS && bytes < TURN_BYTES; ) {
            Message.Request request = next.next();
            next.remove();
            turn.add(request);
            bytes += request.block() == null ? 0 : each;
        }
        return bytes;
    }

    /** No answers at all means that reading them failed. */
    private void answered(List<Message.Request> turn, List<Answer> answers) {
        busy = false;
        if (closed) {
            session.servings().settled(turn.size());
            return;
        }
        for (int i = 0; i < turn.size(); i++) {
            send(turn.get(i), answers.isEmpty() ? new Answer.NotAvailable() : answers.get(i));
        }
        session.servings().settled(turn.size());
        afterTurn.run();
        afterTurn = () -> {};
        session.servings().turnEnded(this);
    }

    private void send(Message.Request request, Answer answer) {
        if (answer instanceof Answer.Proof proof) {
            Message.BlockPart block = proof.block();
            session.send(proof.toData(channel, request.id()));
            if (block != null && log.hasEventSubscribers()) {
                log.emit(new CoreEvent.Uploaded(block.index(), block.value().remaining()));
            }
        } else {
            session.send(new Message.NoData(channel, request.id(), answer instanceof Answer.Invalid ? 2 : 1));
        }
    }
}
