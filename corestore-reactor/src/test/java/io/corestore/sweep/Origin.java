package io.corestore.sweep;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A store in memory with one core, for others to fetch. */
final class Origin implements AutoCloseable {
    static final List<ByteBuffer> BLOCKS =
            IntStream.range(0, 7).mapToObj(i -> Life.bytes(60 + i, 90 * i)).toList();
    final Corestore store;
    final Core core;

    Origin(IoScheduler io) {
        store = Corestores.on(MemoryStorage.create(StorageOptions.on(io)))
                .primaryKey(Life.bytes(9, 32).array())
                .open()
                .block(Life.SOON);
        core = store.get("origin").block(Life.SOON);
        core.append(BLOCKS).block(Life.SOON);
    }

    @Override
    public void close() {
        store.close().block(Life.SOON);
    }
}
