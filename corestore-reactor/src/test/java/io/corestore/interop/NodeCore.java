package io.corestore.interop;

import io.corestore.BlockPosition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A core of a Node peer, opened by the first command and kept open by it until {@link #release()}. */
public final class NodeCore {
    private final NodePeer peer;
    private final Map<String, ?> target;

    NodeCore(NodePeer peer, Map<String, ?> target) {
        this.peer = peer;
        this.target = target;
    }

    public Mono<NodeInfo> info() {
        return send("info", Map.of());
    }

    /** Appends the blocks in one batch. */
    public Mono<NodeInfo> append(List<ByteBuffer> blocks) {
        return send(
                "append", Map.of("blocks", blocks.stream().map(NodeCore::toHex).toList()));
    }

    /** Appends {@link Blocks#made} of the peer's own making, {@code batch} at a time. */
    public Mono<NodeInfo> appendMade(String seed, int first, int count, int size, int batch) {
        return send(
                "append",
                Map.of("batch", batch, "made", Map.of("seed", seed, "first", first, "count", count, "size", size)));
    }

    public Mono<NodeInfo> truncate(long length) {
        return send("truncate", Map.of("length", length));
    }

    public Mono<NodeInfo> clear(long start, long end) {
        return send("clear", Map.of("start", start, "end", end));
    }

    /** Appends under signatures of signers by their position in the manifest, whose seeds are given in hex. */
    public Mono<NodeInfo> appendSigned(List<ByteBuffer> blocks, Map<Integer, String> seeds) {
        return send(
                "appendSigned",
                Map.of("blocks", blocks.stream().map(NodeCore::toHex).toList(), "seeds", seeds));
    }

    public Mono<JsonNode> setUserData(String field, ByteBuffer value) {
        return ask("setUserData", Map.of("field", field, "value", toHex(value)));
    }

    /** Fails if there is none. */
    public Mono<ByteBuffer> userData(String field) {
        return ask("userData", Map.of("field", field))
                .map(reply -> ByteBuffer.wrap(
                        HexFormat.of().parseHex(reply.path("value").asString())));
    }

    /** Deletes the core's files. */
    public Mono<JsonNode> purge() {
        return ask("purge", Map.of());
    }

    /** Whether all blocks from {@code start} to {@code end} are stored. */
    public Mono<Boolean> has(long start, long end) {
        return ask("has", Map.of("start", start, "end", end))
                .map(reply -> reply.path("has").asBoolean());
    }

    /** Blocks from {@code start} to {@code end}, fetched where they are missing. */
    public Mono<List<ByteBuffer>> read(long start, long end) {
        return ask("read", Map.of("start", start, "end", end)).map(NodeCore::blocks);
    }

    /** The {@link Blocks#digest} of all blocks, fetched where they are missing. */
    public Mono<String> digest() {
        return ask("digest", Map.of()).map(reply -> reply.path("digest").asString());
    }

    /** Where a byte is, asked of peers where it is not known. */
    public Mono<BlockPosition> seek(long bytes) {
        return ask("seek", Map.of("bytes", bytes))
                .map(reply -> new BlockPosition(
                        reply.path("block").asLong(), reply.path("offset").asLong()));
    }

    /** Answers every message of an extension with the same in capitals. */
    public Mono<JsonNode> greet(String extension) {
        return ask("greet", Map.of("extension", extension));
    }

    /** Fetches the blocks from 0 to {@code end}. */
    public Mono<NodeInfo> download(long end) {
        return send("download", Map.of("end", end));
    }

    public Mono<NodeInfo> awaitLength(long length) {
        return send("waitLength", Map.of("length", length));
    }

    /** Waits until the core has this length in this fork, or more of either. */
    public Mono<NodeInfo> awaitFork(long fork, long length) {
        return send("waitLength", Map.of("fork", fork, "length", length));
    }

    /** Fetches all blocks from now on, those too that are to come. */
    public Mono<JsonNode> downloadAll() {
        return ask("downloadAll", Map.of());
    }

    /** Whether the session that the commands use wants blocks. */
    public Mono<JsonNode> setActive(boolean active) {
        return ask("setActive", Map.of("active", active));
    }

    /** The public keys of those who may sign, in hex, once the manifest is known. */
    public Mono<List<String>> awaitSigners() {
        return ask("awaitManifest", Map.of())
                .map(reply -> StreamSupport.stream(reply.path("signers").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList());
    }

    /** Waits until so many peers share the core. */
    public Mono<JsonNode> awaitPeers(int count) {
        return ask("awaitPeers", Map.of("count", count));
    }

    /** Asks for the blocks from {@code start} to {@code end}, without waiting for them. */
    public Mono<JsonNode> startReads(long start, long end) {
        return ask("startReads", Map.of("start", start, "end", end));
    }

    /** Gives up what {@link #startReads} asked for. */
    public Mono<JsonNode> giveUpReads() {
        return ask("giveUpReads", Map.of());
    }

    /** Appends a made-up block every {@code every}, until {@link #stopAppending()}. */
    public Mono<JsonNode> appendEvery(Duration every) {
        return ask("appendEvery", Map.of("every", every.toMillis()));
    }

    public Mono<NodeInfo> stopAppending() {
        return send("stopAppending", Map.of());
    }

    /** Closes the session that the commands use. */
    public Mono<JsonNode> release() {
        return ask("release", Map.of());
    }

    private Mono<NodeInfo> send(String command, Map<String, ?> options) {
        return ask(command, options).map(reply -> NodePeer.JSON.treeToValue(reply, NodeInfo.class));
    }

    private Mono<JsonNode> ask(String command, Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(target);
        all.putAll(options);
        return peer.send(command, all);
    }

    private static List<ByteBuffer> blocks(JsonNode reply) {
        return StreamSupport.stream(reply.path("blocks").spliterator(), false)
                .map(hex -> ByteBuffer.wrap(HexFormat.of().parseHex(hex.asString())))
                .toList();
    }

    private static String toHex(ByteBuffer block) {
        byte[] bytes = new byte[block.remaining()];
        block.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
