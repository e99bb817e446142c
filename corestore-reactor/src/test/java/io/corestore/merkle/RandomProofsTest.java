package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSigner;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random trees, read by a reader that asks for random things until it has all: it ends with the writer's tree and the
 * right nodes. Every proof on the way is also offered with one flipped bit, to a reader that may then know nothing false
 * but, in a hash or seek part, two sizes whose sum is right.
 */
class RandomProofsTest {
    private static final KeyPair KEY_PAIR = Ed25519.fromSeed(new byte[32]);
    private static final Manifest MANIFEST = Manifest.single(1, KEY_PAIR.publicKey());
    private static final CoreKey KEY = CoreKeys.keyOf(MANIFEST);

    @TestFactory
    Stream<DynamicTest> readerEndsWithTheWritersTree() {
        return new Random(1)
                .longs(40)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Replay(seed).run()));
    }

    private static final class Replay {
        private final Random random;
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private final SparseReader writer = new SparseReader(KEY, MANIFEST);
        private final SparseReader reader = new SparseReader(KEY, MANIFEST);

        Replay(long seed) {
            random = new Random(seed);
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
            offerFlipped(data);
            assertThat(reader.apply(data)).isTrue();
            assertNodesAreTheWriters(reader, false);
            if (data.block() != null) {
                assertOffset(data);
            }
        }

        private Data answer(Request request) {
            Proof proof =
                    ProofQuery.of(writer.tree, ProofRequest.of(request), null).run(writer.nodes::get);
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
                VerifiedProof proof = ProofVerifier.of(reader.tree, null, alone, new TreeHasher())
                        .run(reader.nodes::get);
                assertThat(proof.byteOffset()).isEqualTo(expected);
            }
        }

        private void offerFlipped(Data data) {
            for (int i = 0; i < 8; i++) {
                Data flipped = new BitFlip(random).flip(data);
                SparseReader victim = copy();
                try {
                    victim.apply(flipped);
                } catch (InvalidProofException | MissingNodeException refused) {
                    victim = copy();
                }
                assertNodesAreTheWriters(victim, true);
                victim.blocks.forEach((index, block) -> assertThat(block).isEqualTo(blocks.get(index.intValue())));
            }
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
            assertThat(other.tree.roots())
                    .allSatisfy(root -> assertThat(root).isEqualTo(writer.nodes.get(root.index())));
        }

        private static Request request(Target block, Target hash, Seek seek, Upgrade upgrade) {
            return new Request(1, 1, 0, block, hash, seek, upgrade, false, 0);
        }
    }

    /** Flips one bit of one number, hash or byte of a proof. */
    private record BitFlip(Random random) {
        Data flip(Data data) {
            List<Integer> parts = new ArrayList<>();
            parts.add(data.block() == null ? null : 0);
            parts.add(data.hash() == null ? null : 1);
            parts.add(data.seek() == null ? null : 2);
            parts.add(data.upgrade() == null ? null : 3);
            parts.removeIf(part -> part == null);
            int part = parts.get(random.nextInt(parts.size()));
            return new Data(
                    data.channel(),
                    data.request(),
                    data.fork(),
                    part == 0 ? flip(data.block()) : data.block(),
                    part == 1
                            ? new HashPart(data.hash().index(), flip(data.hash().nodes()))
                            : data.hash(),
                    part == 2
                            ? new SeekPart(data.seek().bytes(), flip(data.seek().nodes()))
                            : data.seek(),
                    part == 3 ? flip(data.upgrade()) : data.upgrade(),
                    null);
        }

        private BlockPart flip(BlockPart part) {
            return switch (random.nextInt(3)) {
                case 0 -> new BlockPart(part.index(), flip(part.value()), part.nodes());
                case 1 -> new BlockPart(part.index() ^ 1L << random.nextInt(50), part.value(), part.nodes());
                default -> new BlockPart(part.index(), part.value(), flip(part.nodes()));
            };
        }

        private UpgradePart flip(UpgradePart part) {
            return switch (random.nextInt(4)) {
                case 0 ->
                    new UpgradePart(
                            part.start(), part.length(), flip(part.nodes()), part.additionalNodes(), part.signature());
                case 1 ->
                    new UpgradePart(
                            part.start(), part.length(), part.nodes(), flip(part.additionalNodes()), part.signature());
                case 2 ->
                    new UpgradePart(
                            part.start(),
                            part.length() ^ 1L << random.nextInt(50),
                            part.nodes(),
                            part.additionalNodes(),
                            part.signature());
                default ->
                    new UpgradePart(
                            part.start(), part.length(), part.nodes(), part.additionalNodes(), flip(part.signature()));
            };
        }

        private ByteBuffer flip(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            if (bytes.length == 0) {
                return ByteBuffer.wrap(new byte[] {0});
            }
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return ByteBuffer.wrap(bytes);
        }

        private List<TreeNode> flip(List<TreeNode> nodes) {
            if (nodes.isEmpty()) {
                return nodes;
            }
            List<TreeNode> flipped = new ArrayList<>(nodes);
            int at = random.nextInt(nodes.size());
            TreeNode node = nodes.get(at);
            Hash hash = node.hash();
            flipped.set(
                    at,
                    switch (random.nextInt(3)) {
                        case 0 -> new TreeNode(node.index() ^ 1L << random.nextInt(52), node.size(), hash);
                        case 1 -> new TreeNode(node.index(), node.size() ^ 1L << random.nextInt(52), hash);
                        default ->
                            new TreeNode(
                                    node.index(),
                                    node.size(),
                                    new Hash(hash.a() ^ 1L << random.nextInt(64), hash.b(), hash.c(), hash.d()));
                    });
            return flipped;
        }
    }
}
