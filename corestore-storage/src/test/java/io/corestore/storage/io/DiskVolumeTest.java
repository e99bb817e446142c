package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.storage.test.crash.CrashFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DiskVolumeTest {
    @TempDir
    private Path root;

    @Test
    void pruningRemovesEmptyFoldersUpToTheFirstThatIsUsed() throws IOException {
        DiskVolume volume = DiskVolume.at(root, false);
        volume.put("a/b/c/file", content());
        volume.put("a/other", content());
        volume.delete("a/b/c/file");
        volume.prune("a/b/c");

        assertThat(root.resolve("a/b")).doesNotExist();
        assertThat(volume.list("a")).containsExactly("other");
    }

    @Test
    void pruningKeepsTheRoot() throws IOException {
        DiskVolume volume = DiskVolume.at(root, false);
        volume.put("a/b/file", content());
        volume.delete("a/b/file");
        volume.prune("a/b");
        volume.prune("a/b");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void pruningAStoreThatIsGoneDoesNothing() throws IOException {
        DiskVolume.at(root.resolve("gone"), false).prune("a");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        DiskVolume volume = DiskVolume.at(root, false);
        volume.put("file", content());

        assertThat(volume.list("file")).isEmpty();
        assertThat(volume.list("none")).isEmpty();
        assertThatThrownBy(() -> volume.create("file/inner")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void whatCannotBeWrittenWholeLeavesTheOldFileAndNoOther() throws IOException {
        DiskVolume volume = DiskVolume.at(root, false);
        volume.put("file", content());

        assertThatThrownBy(() -> volume.replace("file", file -> {
                    file.write(0, ByteBuffer.allocate(1));
                    throw new IOException("no more");
                }))
                .hasMessage("no more");
        assertThat(volume.list("")).containsExactly("file");
        assertThat(Files.readAllBytes(root.resolve("file"))).containsExactly(1, 2, 3);
    }

    @Test
    void aReadOnlyVolumeWritesNothing() throws IOException {
        DiskVolume.at(root, false).put("file", content());
        DiskVolume volume = DiskVolume.at(root, true);

        try (RandomAccess file = volume.open("file")) {
            assertThat(file.size()).isEqualTo(3);
            assertThatThrownBy(() -> file.write(0, content())).isInstanceOf(NonWritableChannelException.class);
        }
        assertThatThrownBy(() -> volume.open("none")).isInstanceOf(NoSuchFileException.class);
    }

    /** A run of the system is known for the system's own files, and not for those of an image. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theRunOfTheSystemIsThatOfItsFiles() {
        DiskVolume real = DiskVolume.at(root, false);
        DiskVolume other = DiskVolume.at(CrashFs.create().path("/"), false);

        assertThat(real.systemRun()).isEqualTo(SystemRun.current());
        assertThat(other.systemRun()).startsWith("unknown-");
    }

    private static ByteBuffer content() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3});
    }
}
