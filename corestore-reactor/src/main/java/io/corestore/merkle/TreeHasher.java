package io.corestore.merkle;

import io.corestore.crypto.Blake2b;
import io.corestore.encoding.CompactReader;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Hashes leaves, parents and trees (spec page 10, section 2). An instance belongs to one thread at a time. */
public final class TreeHasher {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte LEAF = 0;
    private static final byte PARENT = 1;
    private static final byte TREE = 2;
    private static final int HEAD = 9;
    private static final int LEFT = HEAD;
    private static final int RIGHT = HEAD + Hash.BYTES;
    private static final int PARENT_BYTES = HEAD + 2 * Hash.BYTES;
    private static final int ROOT_BYTES = Hash.BYTES + 16;

    private final Blake2b blake2b = new Blake2b();
    private final byte[] scratch = new byte[PARENT_BYTES];

    /** The hash of a block, read from position to limit; the position stays. */
    public Hash leafHash(ByteBuffer block) {
        scratch[0] = LEAF;
        LONGS.set(scratch, 1, (long) block.remaining());
        return blake2b.update(scratch, 0, HEAD).update(block).digest();
    }

    /** The leaf of the block with this index. */
    public TreeNode leaf(long block, ByteBuffer bytes) {
        return new TreeNode(2 * block, bytes.remaining(), leafHash(bytes));
    }

    /**
     * The parent of two siblings.
     *
     * @throws ArithmeticException if their sizes add up to more than 2^53 - 1
     */
    public TreeNode parent(TreeNode left, TreeNode right) {
        long size = addSizes(left.size(), right.size());
        return new TreeNode(FlatTree.parent(left.index()), size, parentHash(size, left.hash(), right.hash()));
    }

    /** The hash of the parent of two siblings whose sizes add up to {@code size}. */
    public Hash parentHash(long size, Hash left, Hash right) {
        scratch[0] = PARENT;
        LONGS.set(scratch, 1, size);
        left.writeTo(scratch, LEFT);
        right.writeTo(scratch, RIGHT);
        return blake2b.update(scratch, 0, PARENT_BYTES).digest();
    }

    /** The hash over the roots of a tree, left to right. */
    public Hash treeHash(List<TreeNode> roots) {
        blake2b.update(TREE);
        for (TreeNode root : roots) {
            root.hash().writeTo(scratch, 0);
            LONGS.set(scratch, Hash.BYTES, root.index());
            LONGS.set(scratch, Hash.BYTES + 8, root.size());
            blake2b.update(scratch, 0, ROOT_BYTES);
        }
        return blake2b.digest();
    }

    /** The sum of two sizes, neither negative nor above 2^53 - 1. */
    static long addSizes(long a, long b) {
        long sum = Math.addExact(a, b);
        if (a < 0 || b < 0 || sum > CompactReader.MAX_UINT) {
            throw new ArithmeticException("sizes add up to more than 2^53 - 1");
        }
        return sum;
    }
}
