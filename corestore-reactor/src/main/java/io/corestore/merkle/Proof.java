package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Manifest;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of an answer to a request (spec page 10, section 6). A part that is absent is null.
 *
 * @param request what it answers, after the prologue rule
 * @param path of the block or node asked for
 * @param seek of the byte position asked for
 * @param upgrade to the length asked for
 * @param additional from there to the length of the tree
 */
public record Proof(
        ProofRequest request,
        @Nullable List<TreeNode> path,
        @Nullable List<TreeNode> seek,
        @Nullable List<TreeNode> upgrade,
        List<TreeNode> additional) {

    /**
     * The message that carries this proof.
     *
     * @param asked what it answers; channel and request id are taken from it
     * @param fork of the tree
     * @param value of the block, needed if one was asked for
     * @param signature of the tree, as stored
     * @param manifest to send along, if it was asked for
     */
    public Data toData(
            Request asked, long fork, @Nullable ByteBuffer value, ByteBuffer signature, @Nullable Manifest manifest) {
        return new Data(
                asked.channel(),
                asked.id(),
                fork,
                blockPart(value),
                hashPart(),
                seekPart(),
                upgradePart(signature),
                manifest);
    }

    /** The block part, or null if no block was asked for. */
    public @Nullable BlockPart blockPart(@Nullable ByteBuffer value) {
        if (request.block() == null || path == null) {
            return null;
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "the value of block " + request.block().index() + " is needed");
        }
        return new BlockPart(request.block().index(), value, path);
    }

    /** The hash part, or null if none was asked for or a block was. */
    public @Nullable HashPart hashPart() {
        if (request.block() != null || request.hash() == null || path == null) {
            return null;
        }
        return new HashPart(request.target(), path);
    }

    /** The seek part, or null if no seek was asked for or none can be answered. */
    public @Nullable SeekPart seekPart() {
        return request.seek() == null || seek == null
                ? null
                : new SeekPart(request.seek().bytes(), seek);
    }

    /** The upgrade part, or null if no upgrade was asked for. */
    public @Nullable UpgradePart upgradePart(ByteBuffer signature) {
        if (request.upgrade() == null || upgrade == null) {
            return null;
        }
        return new UpgradePart(request.upgrade().start(), request.upgrade().length(), upgrade, additional, signature);
    }
}
