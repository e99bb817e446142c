package io.corestore.storage.corestore6;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreHead;
import io.corestore.spi.StoredHead;
import io.corestore.spi.UserData;
import io.corestore.storage.format.BitRange;
import io.corestore.storage.format.Entry;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.RangeSet;
import io.corestore.storage.format.ReorgHint;
import io.corestore.storage.format.Upgrade;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One core in memory: its last header and the changes logged since. What is replayed at open and what is committed later
 * goes through the same {@link #apply}. Changed by one writer; {@link #view} is for readers beside it.
 */
final class CoreState {
    private final CoreKey key;
    private final Map<String, ByteBuffer> userData;
    private final RangeSet added = new RangeSet();
    private final RangeSet dropped = new RangeSet();
    private @Nullable KeyPair keyPair;
    private @Nullable Manifest manifest;
    private List<ReorgHint> reorgs;
    private volatile CoreHead head;
    private volatile NodeView view;
    private boolean changed;
    private boolean headerDoubted;

    /**
     * The state of the last header.
     *
     * @param limit nodes of the tree file that reach beyond this many blocks are stale
     */
    CoreState(Header header, long limit) {
        key = header.key();
        keyPair = header.keyPair();
        userData = new LinkedHashMap<>(header.userData());
        manifest = header.manifest();
        reorgs = header.reorgs();
        head = header.head();
        view = new NodeView(header.head().length(), limit);
    }

    CoreKey key() {
        return key;
    }

    @Nullable
    KeyPair keyPair() {
        return keyPair;
    }

    @Nullable
    Manifest manifest() {
        return manifest;
    }

    CoreHead head() {
        return head;
    }

    NodeView view() {
        return view;
    }

    /** Blocks stored since the last checkpoint. */
    RangeSet added() {
        return added;
    }

    /** Blocks given up since the last checkpoint. */
    RangeSet dropped() {
        return dropped;
    }

    Map<String, ByteBuffer> userData() {
        return userData;
    }

    /** Whether something was logged, or learnt, since the last checkpoint. */
    boolean isChanged() {
        return changed;
    }

    Header header() {
        return new Header(key, manifest, keyPair, userData, head, reorgs);
    }

    StoredHead stored(DiscoveryKey discoveryKey) {
        return new StoredHead(key, discoveryKey, head.length(), head.fork(), userData);
    }

    void learn(@Nullable Manifest known) {
        manifest = known;
        changed = true;
    }

    void replaceKeyPair(@Nullable KeyPair replacement) {
        keyPair = replacement;
        changed = true;
    }

    /** A checkpoint is due although nothing was logged. */
    void markChanged() {
        changed = true;
    }

    /** Acknowledged changes may be missing. */
    void doubt(String why) {
        userData.put(UserData.DOUBT, UserData.text(why));
        changed = true;
    }

    /** As {@link #doubt}, since a header is damaged: the next one has to say so before anything is logged. */
    void doubtHeader(String why) {
        doubt(why);
        headerDoubted = true;
    }

    boolean isHeaderDoubted() {
        return headerDoubted;
    }

    /** What says in the log that there is a doubt. */
    Entry doubtEntry() {
        ByteBuffer why = Objects.requireNonNull(userData.get(UserData.DOUBT));
        return new Entry(Map.entry(UserData.DOUBT, why), null, null, null);
    }

    /** Applies the entries of one atomic change. The tree is cut before the nodes are added (spec page 22, section 5). */
    void apply(List<Entry> group) {
        changed = true;
        Upgrade upgrade = group.stream()
                .map(Entry::upgrade)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        NodeView next = view;
        if (upgrade != null && upgrade.ancestors() < head.length()) {
            next = next.cutTo(upgrade.ancestors());
        }
        for (Entry entry : group) {
            applyDatum(entry.datum());
            next.addAll(entry.nodes());
            applyBits(entry.bits());
        }
        view = upgrade == null ? next : next.withLength(upgrade.length());
        if (upgrade != null) {
            move(upgrade);
        }
    }

    /** Takes what only the committer knows: the root hash and the contiguous length. */
    void complete(CoreHead known) {
        Hash rootHash = known.rootHash() == null ? head.rootHash() : known.rootHash();
        head = new CoreHead(head.fork(), head.length(), rootHash, head.signature(), known.contiguousLength());
    }

    /** No node of the tree file that counts is stale; which changes a header still lacks stays known. */
    void nodesAreInPlace() {
        view = view.withLimit(head.length());
    }

    /** All changes are in place now, except that stale nodes may follow {@code limit}. */
    void settled(long limit) {
        added.clear();
        dropped.clear();
        changed = false;
        headerDoubted = false;
        view = new NodeView(head.length(), limit);
    }

    private void move(Upgrade upgrade) {
        if (head.length() > 0 && head.fork() != upgrade.fork()) {
            reorgs = ReorgHint.add(reorgs, new ReorgHint(head.fork(), upgrade.fork(), upgrade.ancestors()));
        }
        boolean same = head.fork() == upgrade.fork() && head.length() == upgrade.length();
        Hash rootHash = same ? head.rootHash() : null;
        head = new CoreHead(upgrade.fork(), upgrade.length(), rootHash, upgrade.signature(), head.contiguousLength());
    }

    private void applyDatum(Map.@Nullable Entry<String, ByteBuffer> datum) {
        if (datum == null) {
            return;
        }
        if (datum.getValue().hasRemaining()) {
            userData.put(datum.getKey(), datum.getValue());
        } else {
            userData.remove(datum.getKey());
        }
    }

    private void applyBits(@Nullable BitRange bits) {
        if (bits == null) {
            return;
        }
        (bits.drop() ? dropped : added).add(bits.start(), bits.end());
        (bits.drop() ? added : dropped).remove(bits.start(), bits.end());
    }
}
