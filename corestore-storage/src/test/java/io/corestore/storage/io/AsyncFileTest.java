package io.corestore.storage.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AsyncFileTest {
    @TempDir
    private Path folder;

    /** A cancelled subscription interrupts its thread; the file must stay open for the others. */
    @Test
    void anInterruptedThreadReadsAndWritesOn() throws IOException {
        try (AsyncFile file = open()) {
            Thread.currentThread().interrupt();
            file.write(3, ByteBuffer.wrap(new byte[] {7, 8}));
            file.sync();
            ByteBuffer read = ByteBuffer.allocate(5);
            file.read(0, read);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(read.array()).containsExactly(0, 0, 0, 7, 8);
        }
    }

    @Test
    void readsWholeOrFails() throws IOException {
        try (AsyncFile file = open()) {
            file.write(0, ByteBuffer.wrap(new byte[] {1, 2}));
            assertThatThrownBy(() -> file.read(1, ByteBuffer.allocate(2))).isInstanceOf(EOFException.class);
            ByteBuffer read = ByteBuffer.allocate(2);
            file.readUpTo(1, read);
            assertThat(read.position()).isOne();
        }
    }

    @Test
    void truncatingAlsoExtends() throws IOException {
        try (AsyncFile file = open()) {
            file.truncate(10);
            assertThat(file.size()).isEqualTo(10);
            file.truncate(4);
            assertThat(file.size()).isEqualTo(4);
        }
    }

    private AsyncFile open() throws IOException {
        return AsyncFile.open(folder.resolve("file"), Set.of(READ, WRITE, CREATE));
    }
}
