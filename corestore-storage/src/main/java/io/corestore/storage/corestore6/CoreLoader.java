package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.encoding.CompactReader;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.DecodingException;
import io.corestore.spi.CoreHead;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredHead;
import io.corestore.spi.UserData;
import io.corestore.storage.format.Entry;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.HeaderCodec;
import io.corestore.storage.format.HeaderContent;
import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.format.OplogImage;
import io.corestore.storage.format.RangeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a core as it was left, also by a crash (spec page 22, sections 3, 5, 8; page 23, section 6). Nodes right of the
 * length and bits beyond it count as not there; the roots are read once, for the length after all entries.
 */
final class CoreLoader {
    private final CoreFiles files;

    CoreLoader(CoreFiles files) {
        this.files = files;
    }

    /** What a core's files say, read without changing them. */
    record Loaded(
            CoreState state,
            OplogImage image,
            HeaderPosition position,
            long oplogSize,
            boolean staleNodes,
            RangeSet present,
            LoadedCore core) {
        /** Whether the tree file holds what an interrupted checkpoint was about to cut, and nothing else was interrupted. */
        boolean treeOnlyUncut() {
            return staleNodes && image.groups().isEmpty() && !core.userData().containsKey(UserData.DOUBT);
        }
    }

    /** Whether there is a core, even a damaged one; a first header that was torn when written is none. */
    boolean exists() {
        byte[] oplog = files.oplog().readAll();
        return oplog.length >= OplogImage.ENTRIES || image(oplog) != null;
    }

    private @Nullable OplogImage image(byte[] oplog) {
        try {
            return OplogImage.read(oplog);
        } catch (DecodingException damaged) {
            throw files.corrupt(files.oplog(), damaged);
        }
    }

    /** Length, fork and user data; null if there is no core. */
    @Nullable
    StoredHead peek() {
        OplogImage image = image(files.oplog().readAll());
        return image == null
                ? null
                : replay(image, header(image), NodeView.NO_LIMIT).stored(files.discoveryKey());
    }

    /** Everything but blocks and nodes, with so many logged changes at most; null if there is no core. */
    @Nullable
    Loaded load(int changes) {
        byte[] oplog = files.oplog().readAll();
        OplogImage whole = image(oplog);
        if (whole == null) {
            return null;
        }
        OplogImage image = whole.upTo(changes);
        Header header = header(image);
        NodeFile tree = new NodeFile(files.tree());
        boolean staleNodes = tree.hasNodesBehind(header.head().length());
        CoreState state = replay(image, header, staleNodes ? header.head().length() : NodeView.NO_LIMIT);
        doubt(state, image, staleNodes);
        List<TreeNode> roots = roots(state, tree);
        RangeSet present = present(state);
        boolean recovered = !image.groups().isEmpty() || staleNodes || image.end() != oplog.length;
        if (recovered) {
            state.markChanged();
        }
        HeaderPosition position = image.header() instanceof HeaderPosition external ? external : HeaderPosition.NONE;
        LoadedCore core = core(state, roots, present, recovered, image);
        return new Loaded(state, image, position, oplog.length, staleNodes, present, core);
    }

    /**
     * A newer header that is gone leaves the older one, no entries of its own, and nodes of a longer tree; the same without
     * longer tree lost nothing that was signed.
     */
    private static void doubt(CoreState state, OplogImage image, boolean staleNodes) {
        if (image.broken()) {
            state.doubt("changes in its log are damaged");
        } else if (image.halved() && image.groups().isEmpty() && staleNodes) {
            state.doubtHeader("its newer header is damaged");
        }
    }

    private static LoadedCore core(
            CoreState state, List<TreeNode> roots, RangeSet present, boolean recovered, OplogImage image) {
        RangeSet stored = new RangeSet();
        present.within(0, state.head().length()).forEach(range -> stored.add(range.start(), range.end()));
        CoreHead head = state.head();
        state.complete(
                new CoreHead(head.fork(), head.length(), head.rootHash(), head.signature(), stored.firstMissing()));
        return new LoadedCore(
                state.key(),
                state.manifest(),
                state.keyPair(),
                state.head(),
                roots,
                stored.ranges(),
                state.userData(),
                recovered,
                image.groups().stream().map(CoreLoader::added).toList());
    }

    private static List<BlockRange> added(List<Entry> group) {
        return group.stream()
                .map(Entry::bits)
                .filter(bits -> bits != null && !bits.drop())
                .map(bits -> BlockRange.of(bits.start(), bits.end()))
                .toList();
    }

    /** Where the tree file has nodes that reach beyond the header's length, they are left over from a longer tree. */
    private static CoreState replay(OplogImage image, Header header, long limit) {
        CoreState state = new CoreState(header, limit);
        for (List<Entry> group : image.groups()) {
            state.apply(group);
        }
        return state;
    }

    private Header header(OplogImage image) {
        HeaderContent content = image.header();
        if (content instanceof HeaderPosition position) {
            content = external(position);
        }
        if (content instanceof Header header) {
            return header;
        }
        throw files.corrupt(files.header(), "refers to itself");
    }

    private HeaderContent external(HeaderPosition position) {
        byte[] content = HeaderFile.read(files.header(), position);
        if (content == null) {
            throw files.corrupt(files.header(), "is missing or ends before byte " + position.length());
        }
        try {
            return HeaderCodec.decode(CompactReader.of(content));
        } catch (DecodingException | IllegalArgumentException damaged) {
            throw files.corrupt(files.header(), damaged);
        }
    }

    private List<TreeNode> roots(CoreState state, NodeFile tree) {
        long[] indexes = FlatTree.roots(state.head().length());
        List<TreeNode> roots = tree.read(state.view(), indexes);
        if (roots.size() < indexes.length) {
            throw missingRoots(state, roots, indexes);
        }
        return roots;
    }

    private CoreCorruptException missingRoots(CoreState state, List<TreeNode> roots, long[] indexes) {
        for (int i = 0; i < indexes.length; i++) {
            if (i == roots.size() || roots.get(i).index() != indexes[i]) {
                return files.corrupt(
                        files.tree(),
                        "has no node " + indexes[i] + ", a root of "
                                + state.head().length() + " blocks");
            }
        }
        throw new IllegalStateException("no root is missing");
    }

    private RangeSet present(CoreState state) {
        RangeSet present = new BitfieldFile(files.bitfield()).read();
        state.dropped().ranges().forEach(range -> present.remove(range.start(), range.end()));
        state.added().ranges().forEach(range -> present.add(range.start(), range.end()));
        return present;
    }
}
