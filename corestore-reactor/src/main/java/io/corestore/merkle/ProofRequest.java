package io.corestore.merkle;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.FlatTree;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a proof that are asked for (spec page 10, section 6).
 *
 * @param block a block and how far up its path goes
 * @param hash a node and how far up its path goes; not looked at if a block is asked for
 * @param seek a byte position
 * @param upgrade a longer tree
 */
public record ProofRequest(
        @Nullable Target block,
        @Nullable Target hash,
        @Nullable Seek seek,
        @Nullable Upgrade upgrade) {

    /** The parts that a message asks for. */
    public static ProofRequest of(Request request) {
        return new ProofRequest(request.block(), request.hash(), request.seek(), request.upgrade());
    }

    /** The same, but for an upgrade that starts within a prologue: that one gets exactly the prologue. */
    ProofRequest from(@Nullable Prologue prologue) {
        if (upgrade == null || prologue == null || upgrade.start() >= prologue.length()) {
            return this;
        }
        return new ProofRequest(block, hash, seek, new Upgrade(0, prologue.length()));
    }

    /** The first block of the upgrade, 0 without one. */
    long start() {
        return upgrade == null ? 0 : upgrade.start();
    }

    /** The length that the proof is about: where the upgrade ends, without one the length of the tree. */
    long end(long length) {
        if (upgrade == null) {
            return length;
        }
        if (upgrade.length() == 0 || upgrade.length() > length || upgrade.start() > length - upgrade.length()) {
            throw new InvalidRequestException(
                    "upgrade from " + upgrade.start() + " by " + upgrade.length() + " blocks of a core of " + length);
        }
        return upgrade.start() + upgrade.length();
    }

    /** Whether a block or node is asked for. */
    boolean hasTarget() {
        return block != null || hash != null;
    }

    /** The flat tree index of the block or node asked for. */
    long target() {
        long index = block != null ? block.index() : hash != null ? hash.index() : -1;
        if (index < 0 || index > CompactReader.MAX_UINT) {
            throw new InvalidRequestException("no block or node has index " + index);
        }
        return block != null ? 2 * index : index;
    }

    /** How many levels above the target its path ends. */
    long levels() {
        return block != null ? block.nodes() : hash != null ? hash.nodes() : 0;
    }

    /** Whether the target's path ends at a node that the requester already has, rather than in the upgrade. */
    boolean targetIsKnown() {
        return hasTarget() && (upgrade == null || FlatTree.rightSpan(target()) < 2 * upgrade.start());
    }
}
