package io.corestore.core;

import io.corestore.BlockRange;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a log held at one moment, by name: its blocks stay where they are. Growth does not touch it; a truncation makes it
 * outdated; what is cleared is lost to it. Blocks of peers that arrive while it is made may be in it.
 */
public final class LogImage {
    private final Log log;
    private final LogState state;
    private final Bitfield present;
    private final Map<String, ByteBuffer> userData;

    private LogImage(Log log, LogState state, Bitfield present, Map<String, ByteBuffer> userData) {
        this.log = log;
        this.state = state;
        this.present = present;
        this.userData = userData;
    }

    /** The log as it is now. */
    public static LogImage of(Log log) {
        return new LogImage(log, log.state(), log.bitfield().copy(), Map.copyOf(log.userData()));
    }

    public Log log() {
        return log;
    }

    public LogState state() {
        return state;
    }

    public Map<String, ByteBuffer> userData() {
        return userData;
    }

    /** Whether blocks of it were cut off the log. */
    public boolean isOutdated() {
        return log.state().fork() != state.fork();
    }

    /** The next blocks from one on that were stored and still are; empty at the end. */
    BlockRange stored(long from) {
        BlockRange rest = BlockRange.of(from, state.length());
        BlockRange then = present.nextRun(rest);
        while (!then.isEmpty()) {
            BlockRange now = log.bitfield().nextRun(then);
            if (!now.isEmpty()) {
                return now;
            }
            then = present.nextRun(BlockRange.of(then.end(), rest.end()));
        }
        return then;
    }
}
