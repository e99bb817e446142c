package io.corestore.reactor;

import io.corestore.GroupUpdate;
import io.corestore.core.Broadcast;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.key.Hash;
import io.corestore.spi.UserData;
import reactor.core.publisher.Flux;

/** Tells of the growth of open cores that are tied to a group, whoever made them grow. */
final class Groups {
    private final Broadcast<GroupUpdate> updates = new Broadcast<>();

    /** From now until it closes; also if it is tied to a group only later. */
    void watch(Log log) {
        log.listen(new Watch(log));
    }

    Flux<GroupUpdate> of(Hash topic) {
        return updates.asFlux().filter(update -> update.topic().equals(topic));
    }

    private final class Watch implements LogListener {
        private final Log log;

        Watch(Log log) {
            this.log = log;
        }

        @Override
        public void treeMoved(LogState before, LogState after, long shared) {
            Hash topic = after.length() > shared && updates.hasSubscribers()
                    ? OwnUserData.hash(log.userData(), UserData.GROUP)
                    : null;
            if (topic != null) {
                updates.tell(new GroupUpdate(topic, log.key(), after.length(), after.fork()));
            }
        }
    }
}
