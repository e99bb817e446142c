package io.corestore.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The encodings of the recorded values by name, mapped to the methods of reader and writer. Bytes are compared as hex. */
final class CompactPrimitives {
    private static final Set<String> KNOWN = Set.of(
            "uint",
            "uint8",
            "uint16",
            "uint24",
            "uint32",
            "uint64",
            "bool",
            "string",
            "buffer",
            "optionalBuffer",
            "fixed32",
            "fixed64",
            "raw",
            "uint32array",
            "array(uint)",
            "array(string)",
            "array(fixed32)",
            "frame(string)",
            "none");

    private CompactPrimitives() {}

    static boolean knows(String encoding) {
        return KNOWN.contains(encoding);
    }

    static byte[] encode(String encoding, JsonNode value) {
        CompactWriter out = new CompactWriter(1);
        encode(out, encoding, value);
        return out.toBytes();
    }

    static Object decode(String encoding, CompactReader in) {
        return switch (encoding) {
            case "uint" -> in.uint();
            case "uint64" -> in.uint64();
            case "bool" -> in.uint8() == 1;
            case "string" -> in.string();
            case "buffer" -> hex(in.buffer());
            case "optionalBuffer" -> nullIfEmpty(hex(in.slice()));
            case "fixed32" -> in.hash().toHex();
            case "raw" -> hex(in.raw());
            case "uint32array" -> words(in.words());
            case "array(uint)" -> in.array(1, CompactReader::uint);
            case "frame(string)" -> in.part(in.count(in.remaining())).string();
            default -> throw new IllegalArgumentException(encoding);
        };
    }

    /** A recorded value in the form that {@link #decode} gives. */
    static Object value(JsonNode json) {
        if (json.has("hex")) {
            return json.get("hex").asString();
        }
        if (json.has("uint32")) {
            return value(json.get("uint32"));
        }
        if (json.isArray()) {
            return StreamSupport.stream(json.spliterator(), false)
                    .map(CompactPrimitives::value)
                    .toList();
        }
        if (json.isNull()) {
            return "absent";
        }
        return json.isString() ? json.asString() : json.isBoolean() ? (Object) json.asBoolean() : json.asLong();
    }

    private static void encode(CompactWriter out, String encoding, JsonNode value) {
        switch (encoding) {
            case "uint" -> out.uint(number(value));
            case "uint8" -> out.uint8((int) number(value));
            case "uint16" -> out.uint16((int) number(value));
            case "uint24" -> out.uint24((int) number(value));
            case "uint32" -> out.uint32(number(value));
            case "uint64" -> out.uint64(number(value));
            case "bool" -> out.uint8(value.asBoolean() ? 1 : 0);
            case "string" -> out.string(value.asString());
            case "buffer" -> out.buffer(ByteBuffer.wrap(bytes(value)));
            case "optionalBuffer" -> out.buffer(value.isNull() ? new byte[0] : bytes(value));
            case "fixed32" -> out.hash(io.corestore.key.Hash.of(bytes(value)));
            case "fixed64", "raw" -> out.fixed(bytes(value));
            case "uint32array" -> out.words(words(value.get("uint32")));
            case "array(uint)" -> out.array(elements(value), (writer, one) -> encode(writer, "uint", one));
            case "array(string)" -> out.array(elements(value), (writer, one) -> encode(writer, "string", one));
            case "array(fixed32)" -> out.array(elements(value), (writer, one) -> encode(writer, "fixed32", one));
            case "frame(string)" -> out.buffer(encode("string", value));
            case "none" -> out.fixed(new byte[0]);
            default -> throw new IllegalArgumentException(encoding);
        }
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static long number(JsonNode value) {
        return value.has("number") ? Long.parseLong(value.get("number").asString()) : value.asLong();
    }

    private static byte[] bytes(JsonNode value) {
        return VectorFile.hex(value.get("hex"));
    }

    private static ByteBuffer words(JsonNode list) {
        ByteBuffer words = ByteBuffer.allocate(4 * list.size()).order(ByteOrder.LITTLE_ENDIAN);
        list.forEach(word -> words.putInt((int) word.asLong()));
        return words.flip();
    }

    private static List<Long> words(ByteBuffer view) {
        ByteBuffer words = view.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Long> list = new ArrayList<>();
        while (words.hasRemaining()) {
            list.add(words.getInt() & 0xffffffffL);
        }
        return list;
    }

    private static String hex(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.get(view.position(), bytes);
        return hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String nullIfEmpty(String hex) {
        return hex.isEmpty() ? "absent" : hex;
    }
}
