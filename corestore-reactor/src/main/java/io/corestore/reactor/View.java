package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;

/** What a session sees of its log: all of it as it moves, or a {@link Snapshot}. */
interface View {
    LogState state();

    boolean isSnapshot();

    /** The part of a range that can ever be read through this view. */
    BlockRange within(BlockRange range);

    /** @throws io.corestore.error.BlockUnavailableException if the block is not, or no longer, in view */
    void require(long block);

    /** The blocks of a range as long as they are in view; fails when the log gives one of them up. */
    Flux<ByteBuffer> guarded(BlockRange range, Flux<ByteBuffer> blocks);

    /** The same view for another session. */
    View again();

    void close();

    static View live(Log log) {
        return new Live(log);
    }

    /** The log as it moves. */
    record Live(Log log) implements View {
        @Override
        public LogState state() {
            return log.state();
        }

        @Override
        public boolean isSnapshot() {
            return false;
        }

        @Override
        public BlockRange within(BlockRange range) {
            return range;
        }

        @Override
        public void require(long block) {
            // every block is in view: it may have to be waited for
        }

        @Override
        public Flux<ByteBuffer> guarded(BlockRange range, Flux<ByteBuffer> blocks) {
            return blocks;
        }

        @Override
        public View again() {
            return this;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
