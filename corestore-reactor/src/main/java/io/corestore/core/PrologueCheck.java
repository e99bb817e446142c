package io.corestore.core;

import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.merkle.TreeBatch;
import org.jspecify.annotations.Nullable;

/** Holds what is appended to the fixed beginning that a core's manifest may have (spec page 11, section 7). */
final class PrologueCheck {
    private final @Nullable Prologue prologue;

    private PrologueCheck(@Nullable Prologue prologue) {
        this.prologue = prologue;
    }

    static PrologueCheck of(LogState before, Manifest manifest) {
        Prologue prologue = manifest.prologue();
        return new PrologueCheck(prologue == null || before.length() >= prologue.length() ? null : prologue);
    }

    /** A block was appended. */
    void reached(TreeBatch batch) {
        if (prologue != null
                && batch.length() == prologue.length()
                && !batch.tree().treeHash().equals(prologue.hash())) {
            throw new IllegalArgumentException("the first " + prologue.length()
                    + " blocks of this core are fixed by its manifest, and these are others");
        }
    }

    /** The append ends at this length. */
    void requireReached(long length) {
        if (prologue != null && length < prologue.length()) {
            throw new IllegalArgumentException("the first " + prologue.length()
                    + " blocks of this core are fixed by its manifest: they are appended together");
        }
    }
}
