package io.corestore.core;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The mark in a log whose last appends may not be on disk. It names the run of the system that has them: who reads it in
 * another run knows that blocks may be lost that peers have. It is durable before the first such append is acknowledged,
 * and goes with the first commit that makes all of them durable. Used by the log's writer.
 */
final class UnsyncedMark {
    private static final String LOST = "appends with Durability.BUFFERED may have been lost when the system ended";
    private final Log log;
    private final StoredCore stored;
    private final Mono<String> systemRun;

    /** @param systemRun see {@link io.corestore.spi.CoreStorage#systemRun()} */
    UnsyncedMark(Log log, StoredCore stored, Mono<String> systemRun) {
        this.log = log;
        this.stored = stored;
        this.systemRun = systemRun;
    }

    /** Commits an append with the mark set, or taken away, as its durability asks. */
    Mono<Void> commit(CoreCommit.Builder append, Durability durability) {
        if (durability == Durability.BUFFERED) {
            return isSet()
                    ? stored.commit(append.build(), durability)
                    : systemRun.flatMap(run -> changed(append, UserData.text(run)));
        }
        return isSet() ? changed(append, UserData.NOTHING) : stored.commit(append.build(), durability);
    }

    /** Makes everything durable. */
    Mono<Void> sync() {
        return Mono.defer(() -> commit(CoreCommit.to(log.state().head()), Durability.SYNC));
    }

    /** Makes everything durable if something may not be. */
    Mono<Void> clear() {
        return Mono.defer(() -> isSet() ? sync() : Mono.empty());
    }

    /** Looks at the mark that an earlier process left; what that wrote must be durable by now, as far as it is there. */
    Mono<Void> inherit() {
        ByteBuffer mark = log.userData().get(UserData.UNSYNCED);
        if (mark == null) {
            return Mono.empty();
        }
        String writtenIn = UserData.text(mark);
        return systemRun.flatMap(run -> {
            CoreCommit.Builder commit = CoreCommit.to(log.state().head());
            Map<String, ByteBuffer> doubt =
                    run.equals(writtenIn) ? Map.of() : Map.of(UserData.DOUBT, UserData.text(LOST));
            doubt.forEach(commit::userData);
            return changed(commit, UserData.NOTHING)
                    .doOnSuccess(done -> log.userData().putAll(doubt));
        });
    }

    /**
     * The first logged change of whose blocks some are not there: where the system ended, a change may have reached the disk
     * though the bytes of its blocks did not. Empty if there is none.
     */
    Mono<Integer> firstLost(LoadedCore loaded, BlockReader reader) {
        ByteBuffer mark = loaded.userData().get(UserData.UNSYNCED);
        return mark == null
                ? Mono.empty()
                : systemRun
                        .filter(run -> !run.equals(UserData.text(mark)))
                        .flatMap(other -> new LostBlocks(log, reader).firstChange(loaded.logged()));
    }

    private boolean isSet() {
        return log.userData().containsKey(UserData.UNSYNCED);
    }

    private Mono<Void> changed(CoreCommit.Builder commit, ByteBuffer mark) {
        return stored.commit(commit.userData(UserData.UNSYNCED, mark).build(), Durability.SYNC)
                .doOnSuccess(done -> {
                    if (mark.hasRemaining()) {
                        log.userData().put(UserData.UNSYNCED, mark);
                    } else {
                        log.userData().remove(UserData.UNSYNCED);
                    }
                });
    }
}
