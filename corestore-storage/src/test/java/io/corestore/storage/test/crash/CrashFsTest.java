package io.corestore.storage.test.crash;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut may leave, and what not. */
final class CrashFsTest {
    private final CrashFs fs = CrashFs.create();
    private final Path file = fs.path("/file");

    @Test
    void whatIsForcedStays() throws IOException {
        write(file, 0, "abc");
        force(file);
        force(fs.path("/"));

        assertThat(images(image -> content(image.path("/file")))).containsExactly("abc");
    }

    @Test
    void anUnforcedWriteIsThereOrLostOrOnlyItsSize() throws IOException {
        write(file, 0, "abc");
        force(file);
        force(fs.path("/"));
        write(file, 3, "de");

        assertThat(images(image -> content(image.path("/file")))).containsExactly("abc", "abc\0\0", "abcde");
    }

    @Test
    void aFileWhoseEntryIsLostIsGoneThoughItWasForced() throws IOException {
        write(file, 0, "abc");
        force(file);

        assertThat(images(image -> content(image.path("/file")))).containsExactly("-", "abc");
    }

    @Test
    void anEntryMayBeThereWithoutBytes() throws IOException {
        write(file, 0, "abc");
        force(fs.path("/"));

        assertThat(images(image -> content(image.path("/file")))).containsExactly("", "\0\0\0", "abc");
    }

    @Test
    void ofTwoWritesTheFirstMayBeLost() throws IOException {
        write(file, 0, "....");
        force(file);
        force(fs.path("/"));
        write(file, 0, "a");
        write(file, 3, "b");

        assertThat(images(image -> content(image.path("/file")))).containsExactly("....", "...b", "a...", "a..b");
    }

    @Test
    void aTruncationMayBeLostAndAWriteAfterItKept() throws IOException {
        write(file, 0, "abcdef");
        force(file);
        force(fs.path("/"));
        truncate(file, 1);
        write(file, 1, "x");

        assertThat(images(image -> content(image.path("/file")))).containsExactly("a", "a\0", "abcdef", "ax", "axcdef");
    }

    @Test
    void aWriteIsTornAtSectorsOnly() throws IOException {
        byte[] before = new byte[10_000];
        byte[] after = new byte[9_000];
        Arrays.fill(after, (byte) 1);
        write(file, 0, before);
        force(file);
        force(fs.path("/"));
        write(file, 700, after);

        Set<String> shapes = new TreeSet<>();
        for (CrashImage image : fs.images(fs.position(), new Random(1), 1_000)) {
            byte[] found = Files.readAllBytes(image.open().path("/file"));
            assertThat(found).hasSize(10_000);
            for (int at = 1; at < found.length; at++) {
                if (found[at] != found[at - 1] && at != 700 && at != 9_700) {
                    assertThat(at % 512).as(image.description()).isZero();
                }
            }
            shapes.add(
                    (found[700] == 1 ? "x" : ".") + (found[5_000] == 1 ? "x" : ".") + (found[9_699] == 1 ? "x" : "."));
        }
        assertThat(shapes).containsExactly("...", "..x", ".xx", "x..", "x.x", "xx.", "xxx");
    }

    @Test
    void aRenameIsOneChange() throws IOException {
        Path fresh = fs.path("/fresh");
        write(file, 0, "old");
        force(file);
        write(fresh, 0, "new");
        force(fresh);
        force(fs.path("/"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(images(image -> content(image.path("/file")) + " " + content(image.path("/fresh"))))
                .containsExactly("new -", "old new");
    }

    @Test
    void ofChangesOfOneFolderAnySubsetStays() throws IOException {
        Path fresh = fs.path("/fresh");
        write(fresh, 0, "new");
        force(fresh);
        force(fs.path("/"));
        Files.createLink(file, fresh);
        Files.delete(fresh);

        assertThat(images(image -> content(image.path("/file")) + " " + content(image.path("/fresh"))))
                .containsExactly("- -", "- new", "new -", "new new");
    }

    @Test
    void whatIsInAFolderIsLostWithIt() throws IOException {
        Path folder = fs.path("/folder");
        Files.createDirectory(folder);
        write(folder.resolve("file"), 0, "abc");
        force(folder.resolve("file"));
        force(folder);

        assertThat(images(image -> content(image.path("/folder/file")))).containsExactly("-", "abc");
    }

    @Test
    void whatAFailedForceWasToKeepStaysDoubtful() throws IOException {
        write(file, 0, "....");
        force(file);
        force(fs.path("/"));
        write(file, 0, "a");
        fs.fail(FaultPlan.at(FaultPlan.Kind.FAILED_FORCE, 0));
        assertThatThrownBy(() -> force(file)).hasMessage("Input/output error");
        write(file, 3, "b");
        force(file);

        assertThat(images(image -> content(image.path("/file")))).containsExactly("...b", "a..b");
    }

    @Test
    void allSubsetsOfTenChangesAreMadeAndEachOnlyOnce() throws IOException {
        for (int i = 0; i < 10; i++) {
            Files.createDirectory(fs.path("/" + i));
        }
        List<Long> prints = fs.images(10, new Random(3), 5_000).stream()
                .map(CrashImage::fingerprint)
                .toList();

        assertThat(prints).hasSize(1_024).doesNotHaveDuplicates();
        assertThat(fs.images(10, new Random(3), 5_000).stream().map(CrashImage::fingerprint))
                .isEqualTo(prints);
        assertThat(fs.images(10, new Random(3), 7)).hasSize(7);
    }

    @Test
    void imagesOfEarlierMomentsKnowNothingOfLaterOnes() throws IOException {
        write(file, 0, "abc");
        int before = fs.position();
        force(file);
        force(fs.path("/"));
        assertThat(images(image -> content(image.path("/file")))).containsExactly("abc");

        assertThat(content(fs.afterKill(before).path("/file"))).isEqualTo("abc");
        assertThat(content(fs.afterKill(before - 1).path("/file"))).isEmpty();
        assertThat(content(fs.afterKill(before - 1, 2).path("/file"))).isEqualTo("ab");
        assertThat(fs.images(before, new Random(1), 1_000).stream()
                        .map(image -> content(image.open().path("/file")))
                        .distinct())
                .containsExactlyInAnyOrder("abc", "-", "", "\0\0\0");
    }

    @Test
    void anImageGoesOnByItselfAndCanBeCutAgain() throws IOException {
        write(file, 0, "abc");
        force(file);
        force(fs.path("/"));
        CrashImage image = fs.images(fs.position(), new Random(1), 1).iterator().next();
        CrashFs first = image.open();
        write(first.path("/file"), 1, "x");

        assertThat(first.position()).isEqualTo(1);
        assertThat(content(first.path("/file"))).isEqualTo("axc");
        assertThat(content(first.afterKill(0).path("/file"))).isEqualTo("abc");
        assertThat(content(image.open().path("/file"))).isEqualTo("abc");
        assertThat(content(file)).isEqualTo("abc");
        assertThat(first.copy().position()).isZero();
    }

    @Test
    void filesAndFoldersBehaveAsOnADisk() throws IOException {
        Path folder = fs.path("/a");
        Files.createDirectory(folder);
        write(folder.resolve("b.tmp"), 0, "abc");
        write(folder.resolve("c"), 0, "c");

        assertThatThrownBy(() -> Files.delete(folder)).isInstanceOf(DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> Files.createDirectory(folder)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createLink(folder.resolve("c"), folder.resolve("b.tmp")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> AsynchronousFileChannel.open(folder, WRITE)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> AsynchronousFileChannel.open(fs.path("/none"), WRITE))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(Files.deleteIfExists(fs.path("/none"))).isFalse();
        assertThat(Files.isDirectory(folder)).isTrue();
        assertThat(Files.exists(folder.resolve("none"))).isFalse();
        assertThat(key(folder.resolve("b.tmp"))).isNotEqualTo(key(folder.resolve("c")));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "b.*tmp")) {
            assertThat(found).containsExactly(folder.resolve("b.tmp"));
        }
        assertThat(folder.resolve("../a/./c").toRealPath()).isEqualTo(fs.path("/a/c"));
        assertThat(Files.getFileStore(folder).getUsableSpace()).isPositive();
    }

    @Test
    void aLockExcludesOtherChannelsUntilItsChannelCloses() throws IOException {
        write(file, 0, "");
        AsynchronousFileChannel holder = AsynchronousFileChannel.open(file, WRITE);
        try (AsynchronousFileChannel other = AsynchronousFileChannel.open(file, WRITE)) {
            assertThat(holder.tryLock()).isNotNull();
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
            holder.close();
            assertThat(other.tryLock().isValid()).isTrue();
        }
    }

    @Test
    void whoHasAFileOpenGoesOnWhenItsNameIsGone() throws Exception {
        write(file, 0, "abc");
        try (AsynchronousFileChannel open = AsynchronousFileChannel.open(file, READ)) {
            Files.delete(file);
            ByteBuffer bytes = ByteBuffer.allocate(9);
            assertThat(open.read(bytes, 1).get()).isEqualTo(2);
        }
        assertThat(content(fs.copy().path("/file"))).isEqualTo("-");
    }

    @Test
    void theNthOperationFailsAsPlanned() throws IOException {
        write(file, 0, "abcd");
        FaultPlan counting = FaultPlan.counting(FaultPlan.Kind.EIO);
        fs.fail(counting);
        force(file);
        write(file, 0, "x");
        assertThat(counting.count()).isEqualTo(2);
        fs.fail(FaultPlan.at(FaultPlan.Kind.EIO, 1, 3));
        write(file, 0, "y");
        assertThatThrownBy(() -> write(file, 0, "z")).hasMessage("Input/output error");
        force(file);
        assertThatThrownBy(() -> truncate(file, 1)).hasMessage("Input/output error");
        assertThat(content(file)).isEqualTo("ybcd");

        fs.fail(FaultPlan.from(FaultPlan.Kind.ENOSPC, 0));
        assertThatThrownBy(() -> write(file, 0, "1")).hasMessage("No space left on device");
        assertThatThrownBy(() -> Files.createDirectory(fs.path("/2"))).hasMessage("No space left on device");
        truncate(file, 3);
        force(file);
        assertThat(Files.getFileStore(file).getUsableSpace()).isZero();

        fs.fail(FaultPlan.at(FaultPlan.Kind.SHORT_WRITE, 0));
        assertThatThrownBy(() -> write(file, 0, "1234")).hasMessage("Input/output error");
        fs.fail(FaultPlan.at(FaultPlan.Kind.LATE_EIO, 0));
        assertThatThrownBy(() -> write(file, 3, "!")).hasMessage("Input/output error");
        fs.fail(FaultPlan.from(FaultPlan.Kind.EIO, 0).withReads());
        assertThatThrownBy(() -> AsynchronousFileChannel.open(file, READ)).hasMessage("Input/output error");
        fs.fail();
        assertThat(content(file)).isEqualTo("12c!");
    }

    @Test
    void theTreeCanBeWrittenOut(@TempDir Path real) throws IOException {
        Files.createDirectory(fs.path("/a"));
        write(fs.path("/a/b"), 0, "abc");
        fs.copyTo(real);

        assertThat(real.resolve("a/b")).hasContent("abc");
    }

    /** What is found in all images, sorted, each once. */
    private Set<String> images(Function<CrashFs, String> look) {
        Set<String> found = new TreeSet<>();
        List<String> seen = new ArrayList<>();
        for (CrashImage image : fs.images(fs.position(), new Random(7), 1_000)) {
            seen.add(image.description());
            found.add(look.apply(image.open()));
        }
        assertThat(seen).doesNotHaveDuplicates();
        return found;
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static String content(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "-";
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static void write(Path path, long position, String text) throws IOException {
        write(path, position, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void write(Path path, long position, byte[] bytes) throws IOException {
        try (AsynchronousFileChannel open = AsynchronousFileChannel.open(path, WRITE, CREATE)) {
            if (bytes.length > 0) {
                open.write(ByteBuffer.wrap(bytes), position).get();
            }
        } catch (java.util.concurrent.ExecutionException failed) {
            throw (IOException) failed.getCause();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void truncate(Path path, long size) throws IOException {
        try (AsynchronousFileChannel open = AsynchronousFileChannel.open(path, WRITE)) {
            open.truncate(size);
        }
    }

    private static void force(Path path) throws IOException {
        try (AsynchronousFileChannel open = AsynchronousFileChannel.open(path, READ)) {
            open.force(true);
        }
    }
}
