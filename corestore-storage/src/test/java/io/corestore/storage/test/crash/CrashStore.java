package io.corestore.storage.test.crash;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** How much space a {@link CrashFs} has: much, or none while a {@link FaultPlan} says that all further writes find none. */
final class CrashStore extends FileStore {
    private static final long BYTES = 1L << 40;
    private final Tree tree;

    CrashStore(Tree tree) {
        this.tree = tree;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String type() {
        return "crash";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return BYTES;
    }

    @Override
    public long getUsableSpace() {
        return tree.isFull() ? 0 : BYTES;
    }

    @Override
    public long getUnallocatedSpace() {
        return getUsableSpace();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return type == java.nio.file.attribute.BasicFileAttributeView.class;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return name.equals("basic");
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException(attribute);
    }
}
