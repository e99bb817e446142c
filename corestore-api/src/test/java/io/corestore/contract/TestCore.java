package io.corestore.contract;

import io.corestore.BlockRange;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreSeed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A core as an engine keeps it, for tests of storage: its nodes have made-up hashes, since storage hashes nothing. Each
 * change gives the commit that leads to it.
 */
public final class TestCore {
    private final int number;
    private final Map<Long, TreeNode> nodes = new LinkedHashMap<>();
    private final List<byte[]> blocks = new ArrayList<>();
    private CoreHead head = CoreHead.EMPTY;

    public TestCore(int number) {
        this.number = number;
    }

    public CoreKey key() {
        return CoreKey.of(bytes32(number, 1));
    }

    public DiscoveryKey discoveryKey() {
        return DiscoveryKey.of(bytes32(number, 2));
    }

    public Manifest manifest() {
        return Manifest.single(1, key().hash());
    }

    public CoreSeed seed() {
        byte[] secret = new byte[64];
        secret[0] = (byte) number;
        return new CoreSeed(
                key(),
                discoveryKey(),
                manifest(),
                KeyPair.of(key().toBytes(), secret),
                Map.of("corestore/name", utf8("core " + number)));
    }

    public CoreHead head() {
        return head;
    }

    public List<byte[]> blocks() {
        return blocks;
    }

    public long byteLength() {
        return blocks.stream().mapToLong(block -> block.length).sum();
    }

    public List<TreeNode> roots() {
        return IntStream.range(0, Long.bitCount(head.length()))
                .mapToObj(i -> nodes.get(FlatTree.roots(head.length())[i]))
                .toList();
    }

    /** The nodes that a tree of this length has, by index. */
    public Map<Long, TreeNode> nodes() {
        return nodes;
    }

    /** Appends blocks and returns the commit. */
    public CoreCommit append(String... values) {
        return append(java.util.Arrays.stream(values)
                .map(value -> value.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList());
    }

    /** Appends blocks and returns the commit. */
    public CoreCommit append(List<byte[]> values) {
        long start = head.length();
        long offset = byteLength();
        List<TreeNode> fresh = new ArrayList<>();
        List<BlockBytes> bytes = new ArrayList<>();
        for (byte[] value : values) {
            bytes.add(new BlockBytes(blocks.size(), offset, ByteBuffer.wrap(value)));
            offset += value.length;
            grow(value, fresh);
        }
        head = headAt(head.fork(), blocks.size());
        return CoreCommit.to(head)
                .ancestors(start)
                .nodes(fresh)
                .blocks(bytes)
                .add(BlockRange.of(start, head.length()))
                .build();
    }

    /** Truncates and returns the commit. */
    public CoreCommit truncate(long length) {
        long before = head.length();
        blocks.subList((int) length, blocks.size()).clear();
        nodes.keySet().removeIf(index -> FlatTree.rightSpan(index) >= 2 * length);
        head = headAt(head.fork() + 1, length);
        return CoreCommit.to(head)
                .ancestors(length)
                .drop(BlockRange.of(length, before))
                .build();
    }

    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void grow(byte[] value, List<TreeNode> fresh) {
        long index = 2L * blocks.size();
        blocks.add(value);
        TreeNode node = node(index, value.length);
        add(node, fresh);
        while (!FlatTree.isLeft(node.index())) {
            TreeNode sibling = nodes.get(FlatTree.sibling(node.index()));
            node = node(FlatTree.parent(node.index()), node.size() + sibling.size());
            add(node, fresh);
        }
    }

    private void add(TreeNode node, List<TreeNode> fresh) {
        nodes.put(node.index(), node);
        fresh.add(node);
    }

    private TreeNode node(long index, long size) {
        return new TreeNode(index, size, new Hash(index + 1, head.fork(), number, 7));
    }

    private CoreHead headAt(long fork, long length) {
        if (length == 0) {
            return new CoreHead(fork, 0, null, ByteBuffer.allocate(0), 0);
        }
        ByteBuffer signature =
                ByteBuffer.allocate(64).putLong(fork).putLong(length).rewind();
        return new CoreHead(fork, length, new Hash(length, fork, number, 9), signature, length);
    }

    private static byte[] bytes32(int number, int kind) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        bytes[31] = (byte) kind;
        return bytes;
    }
}
