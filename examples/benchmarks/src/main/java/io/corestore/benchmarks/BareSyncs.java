package io.corestore.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The least that durable appends need of a disk: a block written and synced, then its entry written and synced. */
final class BareSyncs implements AutoCloseable {
    private static final int ENTRY = 256; // as large as an entry of one block
    private static final int CHECKPOINT = 64 * 1024;
    private final FileChannel data;
    private final FileChannel oplog;
    private final ByteBuffer block;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY);

    private BareSyncs(FileChannel data, FileChannel oplog, int blockSize) {
        this.data = data;
        this.oplog = oplog;
        this.block = ByteBuffer.allocate(blockSize);
    }

    static BareSyncs in(Path folder, int blockSize) {
        try {
            Files.createDirectories(folder);
            return new BareSyncs(open(folder.resolve("data")), open(folder.resolve("oplog")), blockSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One after another; the entries start over where a core makes a checkpoint, which is left out here. */
    void append(int count) {
        try {
            for (int i = 0; i < count; i++) {
                write(data, data.size(), block);
                long end = oplog.size();
                if (end >= CHECKPOINT) {
                    oplog.truncate(0);
                    end = 0;
                }
                write(oplog, end, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        data.close();
        oplog.close();
    }

    private static void write(FileChannel file, long position, ByteBuffer bytes) throws IOException {
        file.write(bytes.rewind(), position);
        file.force(false);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
