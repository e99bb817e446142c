package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.FolderNotEmptyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is there whole under its name, or not at all. */
final class StagedFolderTest {
    @TempDir
    private Path parent;

    @Test
    void takesAMissingName() throws IOException {
        StagedFolder staged = filled(target());
        assertThat(target()).doesNotExist();
        staged.publish();

        assertThat(target().resolve("inner/file")).hasContent("whole");
        assertThat(staged.folder()).doesNotExist();
    }

    @Test
    void takesThePlaceOfAnEmptyFolder() throws IOException {
        Files.createDirectory(target());
        filled(target()).publish();

        assertThat(target().resolve("inner/file")).hasContent("whole");
    }

    @Test
    void takesNoNameThatStandsForSomething() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "kept");

        for (Path taken : new Path[] {file, parent, parent.getRoot()}) {
            assertThatThrownBy(() -> StagedFolder.beside(taken))
                    .isInstanceOf(FolderNotEmptyException.class)
                    .hasMessageContaining(taken.toString());
        }
        assertThat(file).hasContent("kept");
    }

    @Test
    void whatWasPutThereMeanwhileStays() throws IOException {
        StagedFolder staged = filled(target());
        Files.createDirectory(target());
        Path other = Files.writeString(target().resolve("other"), "kept");

        assertThatThrownBy(staged::publish)
                .isInstanceOf(FolderNotEmptyException.class)
                .hasCauseInstanceOf(IOException.class);
        staged.discard();
        assertThat(other).hasContent("kept");
        assertThat(parent).isDirectoryNotContaining(path -> !path.equals(target()));
    }

    @Test
    void whatIsDiscardedIsGone() throws IOException {
        StagedFolder staged = filled(target());
        staged.discard();
        staged.discard();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatIsPublishedIsNotDiscarded() throws IOException {
        StagedFolder staged = filled(target());
        staged.publish();
        staged.discard();

        assertThat(target().resolve("inner/file")).exists();
    }

    @Test
    void discardingWhatNobodyMadeDoesNothing() throws IOException {
        StagedFolder.beside(target()).discard();

        assertThat(parent).isEmptyDirectory();
    }

    private Path target() {
        return parent.resolve("target");
    }

    private static StagedFolder filled(Path target) throws IOException {
        StagedFolder staged = StagedFolder.beside(target);
        Path inner = Files.createDirectories(staged.folder().resolve("inner"));
        Files.writeString(inner.resolve("file"), "whole");
        return staged;
    }
}
