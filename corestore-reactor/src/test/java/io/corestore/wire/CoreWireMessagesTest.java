package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.TreeNode;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Bitfield;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Extension;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.NoData;
import io.corestore.message.Message.Open;
import io.corestore.message.Message.Range;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.Sync;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Unwant;
import io.corestore.message.Message.Upgrade;
import io.corestore.message.Message.UpgradePart;
import io.corestore.message.Message.Want;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every row of core-wire-messages.json, both ways; the values are built from the row's JSON, not by the decoder. */
class CoreWireMessagesTest {
    private static final String FILE = "core-wire-messages.json";

    record Row(String name, JsonNode json) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> channelMessages() {
        return rows().filter(row -> row.json.get("index").asInt() >= 0);
    }

    static Stream<Row> handshakes() {
        return rows().filter(row -> row.json.get("index").asInt() < 0);
    }

    private static Stream<Row> rows() {
        return Vectors.stream(Vectors.read(FILE).get("messages"))
                .map(json -> new Row(
                        json.get("type").asString() + ": " + json.get("name").asString(), json));
    }

    @Test
    void everyMessageTypeIsCovered() {
        assertThat(channelMessages()
                        .map(row -> row.json.get("index").asInt())
                        .distinct()
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @ParameterizedTest
    @MethodSource("channelMessages")
    void encodesAndDecodesVersion11(Row row) {
        byte[] encoded = Vectors.hex(row.json.get(row.json.has("encoded") ? "encoded" : "encodedV11"));
        Message expected = message(row.json, row.json.get("decoded"));
        assertThat(WireBytes.message(row.json.get("index").asInt(), encoded)).isEqualTo(expected);
        assertThat(WireBytes.body(expected)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @MethodSource("channelMessages")
    void decodesVersion10(Row row) {
        if (!row.json.hasNonNull("encodedV10")) {
            return;
        }
        JsonNode decoded = row.json.get(row.json.has("v11DecodesV10As") ? "v11DecodesV10As" : "decoded");
        assertThat(WireBytes.message(row.json.get("index").asInt(), Vectors.hex(row.json.get("encodedV10"))))
                .isEqualTo(message(row.json, decoded));
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void opensWithTheHandshake(Row row) {
        Hash discoveryKey = Hash.of(new byte[32]);
        JsonNode decoded = row.json.get("decoded");
        Open open = new Open(
                1,
                new DiscoveryKey(discoveryKey),
                decoded.get("seeks").asBoolean(),
                Hash.of(bytes(decoded.get("capability"))));
        CompactWriter out = new CompactWriter(ControlCodec.size(open));
        ControlCodec.encode(out, open);
        assertThat(Vectors.hex(out.toBytes())).endsWith(row.json.get("encoded").asString());
        CompactReader in = CompactReader.of(out.toBytes());
        assertThat(ControlCodec.open(ControlCodec.channel(in), in)).isEqualTo(open);
    }

    private static Message message(JsonNode row, JsonNode json) {
        return switch (row.get("type").asString()) {
            case "sync" ->
                new Sync(
                        1,
                        number(json, "fork"),
                        number(json, "length"),
                        number(json, "remoteLength"),
                        json.get("canUpgrade").asBoolean(),
                        json.get("uploading").asBoolean(),
                        json.get("downloading").asBoolean(),
                        json.get("hasManifest").asBoolean(),
                        json.get("allowPush").asBoolean());
            case "request" -> request(json);
            case "cancel" -> new Cancel(1, number(json, "request"));
            case "data" -> data(row, json);
            case "noData" ->
                new NoData(1, number(json, "request"), json.get("reason").asInt());
            case "want" ->
                new Want(
                        1,
                        number(json, "start"),
                        number(json, "length"),
                        json.get("any").asBoolean());
            case "unwant" ->
                new Unwant(
                        1,
                        number(json, "start"),
                        number(json, "length"),
                        json.get("any").asBoolean());
            case "bitfield" ->
                new Bitfield(
                        1, number(json, "start"), words(json.get("bitfield").get("uint32")));
            case "range" -> new Range(1, json.get("drop").asBoolean(), number(json, "start"), number(json, "length"));
            case "extension" ->
                new Extension(1, json.get("name").asString(), ByteBuffer.wrap(bytes(json.get("message"))));
            default -> throw new AssertionError(row);
        };
    }

    private static Request request(JsonNode json) {
        JsonNode seek = json.get("seek");
        JsonNode upgrade = json.get("upgrade");
        return new Request(
                1,
                number(json, "id"),
                number(json, "fork"),
                target(json.get("block")),
                target(json.get("hash")),
                seek.isNull() ? null : new Seek(number(seek, "bytes"), number(seek, "padding")),
                upgrade.isNull() ? null : new Upgrade(number(upgrade, "start"), number(upgrade, "length")),
                json.get("manifest").asBoolean(),
                number(json, "priority"));
    }

    private static Target target(JsonNode json) {
        return json.isNull() ? null : new Target(number(json, "index"), number(json, "nodes"));
    }

    private static Data data(JsonNode row, JsonNode json) {
        JsonNode block = json.get("block");
        JsonNode hash = json.get("hash");
        JsonNode seek = json.get("seek");
        JsonNode upgrade = json.get("upgrade");
        return new Data(
                1,
                number(json, "request"),
                number(json, "fork"),
                block.isNull()
                        ? null
                        : new BlockPart(
                                number(block, "index"),
                                ByteBuffer.wrap(bytes(block.get("value"))),
                                nodes(block.get("nodes"))),
                hash.isNull() ? null : new HashPart(number(hash, "index"), nodes(hash.get("nodes"))),
                seek.isNull() ? null : new SeekPart(number(seek, "bytes"), nodes(seek.get("nodes"))),
                upgrade.isNull()
                        ? null
                        : new UpgradePart(
                                number(upgrade, "start"),
                                number(upgrade, "length"),
                                nodes(upgrade.get("nodes")),
                                nodes(upgrade.get("additionalNodes")),
                                ByteBuffer.wrap(bytes(upgrade.get("signature")))),
                json.get("manifest").isNull() ? null : manifestAtTheEnd(row));
    }

    /** Manifests have vectors of their own; here the bytes that the row ends with are found by their length. */
    private static io.corestore.key.Manifest manifestAtTheEnd(JsonNode row) {
        byte[] encoded = Vectors.hex(row.get(row.has("encoded") ? "encoded" : "encodedV11"));
        for (int start = encoded.length - 1; start > 0; start--) {
            try {
                CompactReader in = CompactReader.of(encoded, start, encoded.length);
                io.corestore.key.Manifest manifest = ManifestCodec.decode(in);
                if (!in.hasRemaining() && !manifest.signers().isEmpty()) {
                    return manifest;
                }
            } catch (RuntimeException notHere) {
                continue;
            }
        }
        throw new AssertionError("no manifest in " + row);
    }

    private static List<TreeNode> nodes(JsonNode json) {
        return Vectors.stream(json)
                .map(node ->
                        new TreeNode(number(node, "index"), number(node, "size"), Hash.of(bytes(node.get("hash")))))
                .toList();
    }

    private static ByteBuffer words(JsonNode json) {
        CompactWriter out = new CompactWriter(json.size() * 4);
        Vectors.stream(json).forEach(word -> out.uint32(word.asLong()));
        return ByteBuffer.wrap(out.toBytes());
    }

    private static long number(JsonNode json, String field) {
        return json.get(field).asLong();
    }

    private static byte[] bytes(JsonNode json) {
        return json.isNull() ? new byte[0] : Vectors.hex(json.get("hex"));
    }
}
