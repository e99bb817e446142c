package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.SeekPart;
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
    @TestFactory
    Stream<DynamicTest> readerEndsWithTheWritersTree() {
        return new Random(1)
                .longs(40)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed, () -> new RandomExchange(seed, RandomProofsTest::offerFlipped).run()));
    }

    private static void offerFlipped(RandomExchange exchange, Data data) {
        BitFlip flips = new BitFlip(exchange.random());
        for (int i = 0; i < 8; i++) {
            exchange.offer(flips.flip(data));
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
