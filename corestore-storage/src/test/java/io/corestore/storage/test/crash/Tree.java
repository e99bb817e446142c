package io.corestore.storage.test.crash;

import io.corestore.storage.test.crash.FaultPlan.Kind;
import io.corestore.storage.test.crash.FaultPlan.Step;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files and folders of a {@link CrashFs} in use; remembers each change, and fails where it is told to. */
final class Tree {
    private final Node.Folder root = new Node.Folder(Snapshot.ROOT);
    private final List<Operation> operations = new ArrayList<>();
    private List<FaultPlan> plans = List.of();
    private int nextId;

    Tree(Snapshot snapshot) {
        Map<Integer, Node> nodes = new HashMap<>();
        nodes.put(Snapshot.ROOT, root);
        fill(root, snapshot, nodes);
    }

    private void fill(Node.Folder folder, Snapshot snapshot, Map<Integer, Node> nodes) {
        snapshot.folders().get(folder.id()).forEach((name, id) -> {
            nextId = Math.max(nextId, id);
            Node node = nodes.get(id);
            if (node == null) {
                Content content = snapshot.files().get(id);
                node = content == null ? new Node.Folder(id) : new Node.File(id, content);
                nodes.put(id, node);
            }
            folder.entries.put(name, node);
            if (node instanceof Node.Folder child) {
                fill(child, snapshot, nodes);
            }
        });
    }

    synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    synchronized int position() {
        return operations.size();
    }

    synchronized void fail(List<FaultPlan> faults) {
        plans = faults;
    }

    synchronized boolean isFull() {
        return plans.stream().anyMatch(FaultPlan::isFull);
    }

    /** What a path stands for; null if nothing. */
    @Nullable
    synchronized Node find(CrashPath path) {
        Node node = root;
        for (String name : path.parts()) {
            node = node instanceof Node.Folder folder ? folder.entries.get(name) : null;
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    synchronized Node get(CrashPath path) throws IOException {
        Node node = find(path);
        if (node == null) {
            throw new Missing(path.toString());
        }
        return node;
    }

    /** Opens what is there, a folder too. */
    synchronized Node open(CrashPath path, boolean truncate) throws IOException {
        Node node = get(path);
        check(Step.OPEN, path.toString());
        if (truncate && node instanceof Node.File file) {
            truncate(file, path.toString(), 0);
        }
        return node;
    }

    synchronized Node.File create(CrashPath path) throws IOException {
        Node.Folder folder = folder(path);
        vacant(folder, path);
        Node.File file = new Node.File(++nextId, Content.EMPTY);
        change(
                Step.CREATE,
                new Operation.Created(folder.id(), path.toString(), path.name(), file.id()),
                () -> folder.entries.put(path.name(), file));
        return file;
    }

    synchronized void makeFolder(CrashPath path) throws IOException {
        Node.Folder folder = folder(path);
        vacant(folder, path);
        Node.Folder made = new Node.Folder(++nextId);
        change(
                Step.MAKE_FOLDER,
                new Operation.MadeFolder(folder.id(), path.toString(), path.name(), made.id()),
                () -> folder.entries.put(path.name(), made));
    }

    synchronized void link(CrashPath path, CrashPath existing) throws IOException {
        Node node = get(existing);
        Node.Folder folder = folder(path);
        vacant(folder, path);
        change(
                Step.LINK,
                new Operation.Linked(folder.id(), path.toString(), path.name(), node.id()),
                () -> folder.entries.put(path.name(), node));
    }

    /** As rename(2) does: a file takes the place of a file, a folder that of an empty folder. */
    synchronized void rename(CrashPath from, CrashPath to) throws IOException {
        Node node = get(from);
        Node.Folder folder = folder(from);
        if (folder(to) != folder) {
            throw new UnsupportedOperationException("a move to another folder: " + from + " to " + to);
        }
        Node replaced = folder.entries.get(to.name());
        if (replaced == node) {
            return;
        }
        if (replaced instanceof Node.Folder && !(node instanceof Node.Folder)) {
            throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
        }
        if (replaced instanceof Node.File && node instanceof Node.Folder) {
            throw new FileSystemException(from.toString(), to.toString(), "Not a directory");
        }
        empty(replaced, to);
        change(
                Step.RENAME,
                new Operation.Renamed(folder.id(), from.toString(), from.name(), to.name(), node.id()),
                () -> {
                    folder.entries.remove(from.name());
                    folder.entries.put(to.name(), node);
                });
    }

    synchronized void delete(CrashPath path) throws IOException {
        Node node = get(path);
        Node.Folder folder = folder(path);
        empty(node, path);
        change(
                Step.DELETE,
                node instanceof Node.Folder
                        ? new Operation.RemovedFolder(folder.id(), path.toString(), path.name())
                        : new Operation.Unlinked(folder.id(), path.toString(), path.name()),
                () -> folder.entries.remove(path.name()));
    }

    synchronized List<String> list(CrashPath path) throws IOException {
        Node node = get(path);
        if (!(node instanceof Node.Folder folder)) {
            throw new NotDirectoryException(path.toString());
        }
        check(Step.READ, path.toString());
        return List.copyOf(folder.entries.keySet());
    }

    synchronized int read(Node.File file, String path, long position, java.nio.ByteBuffer target) throws IOException {
        check(Step.READ, path);
        return file.bytes.read(position, target);
    }

    synchronized void write(Node.File file, String path, long position, byte[] bytes) throws IOException {
        Kind fault = fault(Step.WRITE, path);
        if (fault == null || fault == Kind.LATE_EIO) {
            writeNow(file, path, position, bytes);
        } else if (fault == Kind.SHORT_WRITE) {
            writeNow(file, path, position, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        }
        fail(fault);
    }

    private void writeNow(Node.File file, String path, long position, byte[] bytes) {
        operations.add(new Operation.Written(file.id(), path, position, bytes));
        file.bytes.write(position, bytes, 0, bytes.length);
    }

    synchronized void truncate(Node.File file, String path, long size) throws IOException {
        if (size < file.bytes.size()) {
            change(Step.TRUNCATE, new Operation.Truncated(file.id(), path, size), () -> file.bytes.truncate(size));
        }
    }

    synchronized void force(Node node, String path) throws IOException {
        Kind fault = fault(Step.FORCE, path);
        if (fault != Kind.EIO) {
            operations.add(
                    fault == null ? new Operation.Forced(node.id(), path) : new Operation.ForceFailed(node.id(), path));
        }
        fail(fault);
    }

    synchronized int size(Node.File file) {
        return file.bytes.size();
    }

    private void change(Step step, Operation operation, Runnable effect) throws IOException {
        Kind fault = fault(step, operation.path());
        if (fault == null || fault == Kind.LATE_EIO) {
            operations.add(operation);
            effect.run();
        }
        fail(fault);
    }

    private void check(Step step, String path) throws IOException {
        fail(fault(step, path));
    }

    /** Every plan counts, whichever fails. */
    private @Nullable Kind fault(Step step, String path) {
        Kind fault = null;
        for (FaultPlan plan : plans) {
            fault = plan.hits(step, path) ? plan.kind() : fault;
        }
        return fault;
    }

    private static void fail(@Nullable Kind fault) throws IOException {
        if (fault != null) {
            throw new IOException(fault == Kind.ENOSPC ? "No space left on device" : "Input/output error");
        }
    }

    private Node.Folder folder(CrashPath path) throws IOException {
        CrashPath parent = path.getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "Operation not permitted");
        }
        if (get(parent) instanceof Node.Folder folder) {
            return folder;
        }
        throw new FileSystemException(path.toString(), null, "Not a directory");
    }

    private static void vacant(Node.Folder folder, CrashPath path) throws FileAlreadyExistsException {
        if (folder.entries.containsKey(path.name())) {
            throw new FileAlreadyExistsException(path.toString());
        }
    }

    private static void empty(@Nullable Node node, CrashPath path) throws DirectoryNotEmptyException {
        if (node instanceof Node.Folder folder && !folder.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
    }

    /** Says that nothing is there; made often, so without a trace. */
    private static final class Missing extends NoSuchFileException {
        private static final long serialVersionUID = 1;

        Missing(String path) {
            super(path);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
