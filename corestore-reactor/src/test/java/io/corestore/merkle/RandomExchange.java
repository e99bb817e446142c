package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSigner;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Random trees, read by a reader that asks for random things until it has all. Every proof on the way can be changed and
 * offered to a copy of the reader, which may then know nothing false but, in a hash or seek part, two sizes whose sum is
 * right.
 */
final class RandomExchange {
    private static final KeyPair KEY_PAIR = Ed25519.fromSeed(new byte[32]);
    private static final Manifest MANIFEST = Manifest.single(1, KEY_PAIR.publicKey());
    private static final CoreKey KEY = CoreKeys.keyOf(MANIFEST);

    private final BiConsumer<RandomExchange, Data> offered;
    private final Random random;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final SparseReader writer = new SparseReader(KEY, MANIFEST);
    private final SparseReader reader = new SparseReader(KEY, MANIFEST);

    /** @param offered shown each proof before the reader takes it */
    RandomExchange(long seed, BiConsumer<RandomExchange, Data> offered) {
        this.random = new Random(seed);
        this.offered = offered;
    }

    Random random() {
        return random;
    }

    void run() {
        while (blocks.size() < 60) {
            append(1 + random.nextInt(12));
            exchange(upgrade());
            for (int i = 0; i < 6; i++) {
                exchange(random.nextBoolean() ? block() : hash());
            }
        }
        for (int block = 0; block < reader.tree.length(); block++) {
            exchange(request(target(2L * block, block), null, null, null));
        }
        assertThat(reader.tree).isEqualTo(writer.tree);
        assertThat(reader.blocks).hasSize(blocks.size());
    }

    private void append(int count) {
        TreeBatch batch = TreeBatch.of(writer.tree, new TreeHasher());
        for (int i = 0; i < count; i++) {
            byte[] block = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(200)];
            random.nextBytes(block);
            blocks.add(ByteBuffer.wrap(block));
            batch.append(blocks.get(blocks.size() - 1));
        }
        batch.nodes().forEach(node -> writer.nodes.put(node.index(), node));
        writer.tree = batch.tree();
        byte[] signature = TreeSigner.of(KEY, MANIFEST, KEY_PAIR)
                .sign(writer.tree.treeHash(), writer.tree.length(), writer.tree.fork());
        writer.signature = ByteBuffer.wrap(signature);
    }

    private Request upgrade() {
        long known = reader.tree.length();
        long more = 1 + random.nextInt((int) (writer.tree.length() - known));
        Upgrade upgrade = new Upgrade(known, more);
        Target block = null;
        Target hash = null;
        Seek seek = null;
        switch (random.nextInt(5)) {
            case 0 -> block = new Target(known + random.nextInt((int) more), 0);
            case 1 -> hash = new Target(2 * (known + random.nextInt((int) more)), 0);
            case 2 -> seek = new Seek(random.nextInt((int) writer.tree.byteLength() + 2), 0);
            case 3 -> block = known == 0 ? null : known(random.nextInt((int) known));
            default -> {
                // the upgrade alone
            }
        }
        return request(block, hash, seek, upgrade);
    }

    private Request block() {
        return request(known(random.nextInt((int) reader.tree.length())), null, null, null);
    }

    private Request hash() {
        long leaf = 2L * random.nextInt((int) reader.tree.length());
        long nodes = Hint.candidates(leaf, reader.tree.length()).length - 1;
        Tree tree = reader.tree;
        long top = Climb.root(leaf, tree.length());
        long start = ByteOffset.of(tree, top).run(writer.nodes::get);
        long size = writer.nodes.get(top).size();
        Seek seek = size == 0 ? null : new Seek(start + random.nextInt((int) size), 0);
        return request(null, new Target(leaf, nodes), seek, null);
    }

    private Target known(long block) {
        return target(2 * block, block);
    }

    private Target target(long index, long block) {
        return new Target(block, Hint.count(index, reader.tree.length(), reader.nodes::containsKey));
    }

    private void exchange(Request request) {
        Data data = answer(request);
        offered.accept(this, data);
        assertThat(reader.apply(data)).isTrue();
        assertNodesAreTheWriters(reader, false);
        if (data.block() != null) {
            assertOffset(data);
        }
    }

    private Data answer(Request request) {
        Proof proof = ProofQuery.of(writer.tree, ProofRequest.of(request), null).run(writer.nodes::get);
        ByteBuffer value = request.block() == null
                ? null
                : blocks.get((int) request.block().index());
        return proof.toData(request, writer.tree.fork(), value, writer.signature, null);
    }

    private void assertOffset(Data data) {
        long expected = blocks.subList(0, (int) data.block().index()).stream()
                .mapToLong(ByteBuffer::remaining)
                .sum();
        Data alone = new Data(1, 1, 0, data.block(), null, null, null, null);
        if (data.upgrade() == null) {
            VerifiedProof proof =
                    ProofVerifier.of(reader.tree, null, alone, new TreeHasher()).run(reader.nodes::get);
            assertThat(proof.byteOffset()).isEqualTo(expected);
        }
    }

    /** Offers a proof that was changed to a reader of its own: false if it is refused; what it then knows must be true. */
    boolean offer(Data changed) {
        SparseReader victim = copy();
        try {
            victim.apply(changed);
        } catch (InvalidProofException | MissingNodeException refused) {
            return false;
        }
        assertNodesAreTheWriters(victim, true);
        victim.blocks.forEach((index, block) -> assertThat(block).isEqualTo(blocks.get(index.intValue())));
        return true;
    }

    private SparseReader copy() {
        SparseReader copy = new SparseReader(KEY, MANIFEST);
        copy.nodes.putAll(reader.nodes);
        copy.blocks.putAll(reader.blocks);
        copy.tree = reader.tree;
        return copy;
    }

    private void assertNodesAreTheWriters(SparseReader other, boolean hashesOnly) {
        other.nodes.forEach((index, node) -> {
            TreeNode expected = writer.nodes.get(index);
            assertThat(node.hash()).isEqualTo(expected.hash());
            if (!hashesOnly) {
                assertThat(node).isEqualTo(expected);
            }
        });
        assertThat(other.tree.roots()).allSatisfy(root -> assertThat(root).isEqualTo(writer.nodes.get(root.index())));
    }

    private static Request request(Target block, Target hash, Seek seek, Upgrade upgrade) {
        return new Request(1, 1, 0, block, hash, seek, upgrade, false, 0);
    }
}
