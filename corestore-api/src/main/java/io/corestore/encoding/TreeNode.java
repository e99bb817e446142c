package io.corestore.encoding;

import io.corestore.key.Hash;

/**
 * A node of a core's Merkle tree (spec page 10).
 *
 * @param index its flat tree index
 * @param size the number of bytes of all blocks below it
 * @param hash its hash
 */
public record TreeNode(long index, long size, Hash hash) {
    /** The fewest bytes a node takes in compact encoding. */
    public static final int MINIMUM_BYTES = 2 + Hash.BYTES;

    public static TreeNode decode(CompactReader in) {
        return new TreeNode(in.uint(), in.uint(), in.hash());
    }

    public void encode(CompactWriter out) {
        out.uint(index).uint(size).hash(hash);
    }
}
