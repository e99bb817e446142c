package io.corestore.message;

import io.corestore.encoding.TreeNode;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of the multiplexer on one connection (spec pages 05 and 12). {@link #channel} is the id that the
 * <em>sender</em> of the message chose when it opened the channel, but for {@link Reject}, which names the id that its
 * receiver chose. Numbers are unsigned and at most 2^53 - 1; buffers are read-only.
 */
public sealed interface Message {
    /** The sender's local id of the channel, at least 1. */
    int channel();

    /**
     * Opens the channel of a core and proves to know its key.
     *
     * @param discoveryKey which core
     * @param seeks whether the sender answers seeks
     * @param capability keyed hash of the core key, bound to this connection and direction
     */
    record Open(int channel, DiscoveryKey discoveryKey, boolean seeks, Hash capability) implements Message {}

    /**
     * Opens a channel of another protocol, or of a core in a form this library does not know. It is answered by
     * {@link Reject}.
     */
    record OpenOther(int channel, String protocol) implements Message {}

    /**
     * Refuses an {@link Open}.
     *
     * @param channel the id that the sender of the open, so the receiver of this, chose
     */
    record Reject(int channel) implements Message {}

    /** Ends a channel. */
    record Close(int channel) implements Message {}

    /**
     * The state of the sender's tree.
     *
     * @param length of the sender
     * @param remoteLength the receiver's length as the sender last saw it, 0 if the forks differ
     * @param canUpgrade whether the sender can prove its length from {@code remoteLength} on
     */
    record Sync(
            int channel,
            long fork,
            long length,
            long remoteLength,
            boolean canUpgrade,
            boolean uploading,
            boolean downloading,
            boolean hasManifest,
            boolean allowPush)
            implements Message {}

    /**
     * Asks for parts of a proof.
     *
     * @param id at least 1 and unique among the sender's unanswered requests of this channel; 0 for a fork or conflict
     *     proof
     * @param manifest whether the manifest is asked for
     * @param priority 0 for none
     */
    record Request(
            int channel,
            long id,
            long fork,
            @Nullable Target block,
            @Nullable Target hash,
            @Nullable Seek seek,
            @Nullable Upgrade upgrade,
            boolean manifest,
            long priority)
            implements Message {}

    /** Withdraws a request, which may still be answered. */
    record Cancel(int channel, long request) implements Message {}

    /** Answers a request with a proof, or pushes one (request 0). */
    record Data(
            int channel,
            long request,
            long fork,
            @Nullable BlockPart block,
            @Nullable HashPart hash,
            @Nullable SeekPart seek,
            @Nullable UpgradePart upgrade,
            @Nullable Manifest manifest)
            implements Message {}

    /**
     * Answers a request that cannot be served.
     *
     * @param reason 0 none given, 1 not available, 2 invalid request
     */
    record NoData(int channel, long request, int reason) implements Message {}

    /** Asks to be told which of these blocks the receiver has. */
    record Want(int channel, long start, long length, boolean any) implements Message {}

    /** Withdraws a {@link Want}. */
    record Unwant(int channel, long start, long length, boolean any) implements Message {}

    /**
     * Which blocks the sender has, for as many as {@code words} covers.
     *
     * @param start a block, multiple of 32
     * @param words 32 bit words, little-endian; bit i of the sequence is block {@code start + i}
     */
    record Bitfield(int channel, long start, ByteBuffer words) implements Message {}

    /** The sender has, or with {@code drop} no longer has, these blocks. */
    record Range(int channel, boolean drop, long start, long length) implements Message {}

    /** A message of an application's own protocol beside the core. */
    record Extension(int channel, String name, ByteBuffer body) implements Message {}

    /**
     * A block or tree node asked for.
     *
     * @param index of the block; of the node in the flat tree
     * @param nodes how many levels up the requester already has a trusted node
     */
    record Target(long index, long nodes) {}

    /** A byte position asked for; {@code padding} is the number of bytes each block is longer than its content. */
    record Seek(long bytes, long padding) {}

    /** A longer tree asked for, from {@code start} on by {@code length} blocks. */
    record Upgrade(long start, long length) {}

    /** A block and the nodes that lead from it upwards. */
    record BlockPart(long index, ByteBuffer value, List<TreeNode> nodes) {}

    /** A node and those that lead from it upwards; the node itself is the first. */
    record HashPart(long index, List<TreeNode> nodes) {}

    /** The nodes that answer a seek. */
    record SeekPart(long bytes, List<TreeNode> nodes) {}

    /**
     * The nodes that lead from {@code start} to {@code start + length} blocks, and on to the length that is signed.
     *
     * @param signature as stored, 64 bytes or an envelope; empty if there is none
     */
    record UpgradePart(
            long start, long length, List<TreeNode> nodes, List<TreeNode> additionalNodes, ByteBuffer signature) {}
}
