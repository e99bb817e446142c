package io.corestore.encoding;

import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.DecodingException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The rows of {@code compact-encoding.json}, but for encodings that neither the wire nor the folder uses. */
class CompactEncodingTest {
    private static final JsonNode VECTORS = VectorFile.read("compact-encoding");

    /** Encodings without a method here, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "int", "no message and no file has negative numbers",
            "lexint", "the order of keys in a database that is not used here",
            "bitarray", "bitfields are uint32array on the wire and pages in the folder",
            "uint64be", "hashes, signatures and files are little-endian");

    @TestFactory
    Stream<DynamicTest> valueIsWritten() {
        return rows(VECTORS.get("encode"))
                .filter(ours())
                .map(row -> DynamicTest.dynamicTest(name(row), () -> checkEncode(row)));
    }

    @TestFactory
    Stream<DynamicTest> valueIsRead() {
        return rows(VECTORS.get("decode"))
                .filter(ours())
                .map(row -> DynamicTest.dynamicTest(name(row), () -> checkDecode(row)));
    }

    @Test
    void encodingsLeftOutAreExactlyThese() {
        Set<String> unknown = Stream.concat(rows(VECTORS.get("encode")), rows(VECTORS.get("decode")))
                .map(row -> row.get("encoding").asString())
                .filter(encoding -> !CompactPrimitives.knows(encoding))
                .collect(Collectors.toSet());
        assertThat(unknown).isEqualTo(LEFT_OUT.keySet());
    }

    private static void checkEncode(JsonNode row) {
        String encoding = row.get("encoding").asString();
        String expected = row.get("hex").asString();
        if (expected.startsWith("error")) {
            assertThatThrownBy(() -> CompactPrimitives.encode(encoding, row.get("value")))
                    .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class);
        } else {
            assertThat(HexFormat.of().formatHex(CompactPrimitives.encode(encoding, row.get("value"))))
                    .isEqualTo(expected);
        }
    }

    private static void checkDecode(JsonNode row) {
        String encoding = row.get("encoding").asString();
        CompactReader in = CompactReader.of(VectorFile.hex(row.get("hex")));
        if (row.has("error")) {
            assertThatThrownBy(() -> CompactPrimitives.decode(encoding, in)).isInstanceOf(DecodingException.class);
        } else {
            assertThat(CompactPrimitives.decode(encoding, in)).isEqualTo(CompactPrimitives.value(row.get("value")));
            assertThat(in.position()).isEqualTo(row.get("consumed").asInt());
        }
    }

    private static Predicate<JsonNode> ours() {
        return row -> !LEFT_OUT.containsKey(row.get("encoding").asString());
    }

    private static String name(JsonNode row) {
        String text = row.get("encoding").asString() + " " + (row.has("value") ? row.get("value") : row.get("hex"));
        return text.length() > 80 ? text.substring(0, 80) : text;
    }
}
