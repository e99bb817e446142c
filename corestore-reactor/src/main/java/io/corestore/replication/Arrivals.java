package io.corestore.replication;

import io.corestore.core.Ingested;
import io.corestore.core.Log;
import io.corestore.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers of one channel on their way to the log. A request may count on the answers to those before it; where a peer
 * answers out of order, an answer waits here until the node it hangs on has come, or no more can come.
 */
final class Arrivals {
    private static final int MAX_RETRIES = 8;

    private final Loop loop;
    private final Log log;
    private final Answers answers;
    private final List<Arrival> parked = new ArrayList<>();
    private final Runnable lookAtParked = this::lookAtParked;
    private int ingesting;
    private boolean grown;
    private int resumptions;

    private static final class Arrival {
        private final Message.Request request;
        private final Message.Data data;
        private int retries;

        Arrival(Message.Request request, Message.Data data) {
            this.request = request;
            this.data = data;
        }
    }

    Arrivals(Loop loop, Log log, Answers answers) {
        this.loop = loop;
        this.log = log;
        this.answers = answers;
    }

    /** The store goes on: what could not be stored before is no reason not to ask again. */
    void resumed() {
        resumptions++;
    }

    void ingest(Message.Request request, Message.Data data) {
        ingest(new Arrival(request, data));
    }

    /** A request is done with: what waits here is looked at again, or waits for nothing any more. */
    void settled() {
        if (!parked.isEmpty()) {
            loop.atEndOfTurn(lookAtParked);
        }
    }

    /** The requests whose answers wait here in vain; forgets them. */
    List<Message.Request> giveUp() {
        List<Message.Request> requests =
                parked.stream().map(arrival -> arrival.request).toList();
        parked.clear();
        return requests;
    }

    private void ingest(Arrival arrival) {
        int before = resumptions;
        ingesting++;
        log.ingest(arrival.data).subscribe(result -> loop.execute(() -> ingested(arrival, result, before)));
    }

    private void ingested(Arrival arrival, Ingested result, int resumptionsBefore) {
        ingesting--;
        switch (result.outcome()) {
            case STORED -> {
                grown |= !parked.isEmpty();
                answers.stored(arrival.request, arrival.data);
            }
            case UNANCHORED -> park(arrival);
            case INVALID -> answers.invalid(arrival.request, result);
            case FAILED -> {
                if (resumptions == resumptionsBefore) {
                    answers.failed(arrival.request, result);
                } else {
                    answers.stale(arrival.request);
                }
            }
            case STALE -> answers.stale(arrival.request);
        }
        settled();
    }

    private void park(Arrival arrival) {
        if (arrival.retries++ < MAX_RETRIES) {
            parked.add(arrival);
        } else {
            answers.unanchored(arrival.request);
        }
    }

    private void lookAtParked() {
        if (grown) {
            grown = false;
            List<Arrival> retries = List.copyOf(parked);
            parked.clear();
            retries.forEach(this::ingest);
        } else if (ingesting == 0 && !answers.areExpected()) {
            giveUp().forEach(answers::unanchored);
        }
    }
}
