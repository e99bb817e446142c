package io.corestore.reactor;

import io.corestore.core.Answer;
import io.corestore.core.Log;
import io.corestore.error.StorageFailedException;
import io.corestore.message.Message;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Proofs that are carried from store to store by other means than a connection. */
final class Proofs {
    private Proofs() {}

    /** Empty if this log cannot prove what is asked. */
    static Mono<Message.Data> of(Log log, Message.Request request) {
        return log.answer(List.of(request)).mapNotNull(answers -> {
            Answer answer = answers.get(0);
            if (answer instanceof Answer.Invalid invalid) {
                throw new IllegalArgumentException(invalid.why());
            }
            return answer instanceof Answer.Proof proof ? proof.toData(request.channel(), request.id()) : null;
        });
    }

    /** Whether something of it was new. */
    static Mono<Boolean> apply(Log log, Message.Data data) {
        return log.ingest(data).map(result -> switch (result.outcome()) {
            case STORED -> true;
            case STALE, UNANCHORED -> false;
            case INVALID -> throw Objects.requireNonNull(result.error());
            case FAILED -> throw new StorageFailedException("the proof could not be stored");
        });
    }
}
