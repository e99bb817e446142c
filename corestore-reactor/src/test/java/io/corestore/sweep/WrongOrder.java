package io.corestore.sweep;

import io.corestore.storage.io.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is written to one file of a core gets there only after what is written to its oplog next, synced both. */
final class WrongOrder extends Bug {
    private static final int ENTRIES = 8192;
    private final String late;
    private final boolean headers;
    private final List<Late> waiting = new ArrayList<>();

    /**
     * @param late name of the file
     * @param headers whether it waits for headers, or for entries
     */
    WrongOrder(String late, boolean headers) {
        this.late = late;
        this.headers = headers;
    }

    private record Late(String name, RandomAccess file, long position, ByteBuffer bytes) {}

    @Override
    synchronized void write(String name, RandomAccess file, long position, ByteBuffer source) throws IOException {
        if (name.endsWith("/" + late)) {
            ByteBuffer copy =
                    ByteBuffer.allocate(source.remaining()).put(source).flip();
            waiting.add(new Late(name, file, position, copy));
            return;
        }
        file.write(position, source);
        if (name.endsWith("/oplog") && position < ENTRIES == headers) {
            file.sync();
            writeLate();
        }
    }

    @Override
    synchronized void sync(String name, RandomAccess file) throws IOException {
        file.sync();
    }

    @Override
    synchronized void truncate(String name, RandomAccess file, long size) throws IOException {
        writeLate();
        file.truncate(size);
    }

    private void writeLate() throws IOException {
        for (Late next : waiting) {
            next.file().write(next.position(), next.bytes());
            next.file().sync();
        }
        waiting.clear();
    }
}
