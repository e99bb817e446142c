package io.corestore.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.corestore.error.DecodingException;
import io.corestore.reactor.Blocks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JsonCodecTest {
    private static final JsonCodec<Reading> CODEC = JsonCodec.of(Reading.class);

    record Reading(
            String sensor,
            long count,
            @Nullable List<Double> values,
            @Nullable Instant at) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Put.class, name = "put"),
        @JsonSubTypes.Type(value = Del.class, name = "del")
    })
    sealed interface Change {}

    record Put(String key, int value) implements Change {}

    record Del(String key) implements Change {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "class")
    interface AnyClass {}

    record OneClass(int value) implements AnyClass {}

    record Named(String key) {}

    record Tree(@Nullable Tree t) {}

    @Test
    void recordComesBackAsItWas() {
        Reading reading =
                new Reading("zwölf \ud83d\ude80 \" \n", 3, List.of(1.5, -2e30), Instant.parse("2026-11-22T05:00:00Z"));
        assertThat(CODEC.decode(CODEC.encode(reading))).isEqualTo(reading);
    }

    @Test
    void propertiesAreWrittenInTheirOrderAsNodeDoes() {
        assertThat(json(CODEC.encode(new Reading("zwölf/\u2028", 3, null, Instant.parse("2026-11-22T05:00:00Z")))))
                .isEqualTo("{\"sensor\":\"zwölf/\u2028\",\"count\":3,\"values\":null,\"at\":\"2026-11-22T05:00:00Z\"}");
    }

    @Test
    void whatNodeWritesIsRead() {
        // JSON.stringify({at: new Date(0), sensor: '\ud800x\u007f', count: 1e3, values: [0.1, 1e21]})
        Reading reading = CODEC.decode(
                block(
                        "{\"at\":\"1970-01-01T00:00:00.000Z\",\"sensor\":\"\\ud800x\u007f\",\"count\":1000,\"values\":[0.1,1e+21]}"));
        assertThat(reading).isEqualTo(new Reading("\ud800x\u007f", 1000, List.of(0.1, 1e21), Instant.EPOCH));
    }

    @Test
    void genericTypesAreReadAsTheyWereWritten() {
        JsonCodec<Map<String, List<Reading>>> codec = JsonCodec.of(new TypeReference<>() {});
        Map<String, List<Reading>> value = Map.of("a", List.of(new Reading("s", 1, null, null)));
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Test
    void blockIsReadBetweenPositionAndLimitAndStaysThere() {
        ByteBuffer block = block("xx{\"key\":\"k\"}y").position(2);
        block.limit(block.limit() - 1);
        assertThat(JsonCodec.of(Named.class).decode(block)).isEqualTo(new Named("k"));
        assertThat(block.position()).isEqualTo(2);
    }

    @Test
    void unknownPropertiesArePassedOverAndMissingOnesAreNull() {
        assertThat(CODEC.decode(block("{\"later\":{\"x\":[1]},\"sensor\":\"s\",\"count\":1}")))
                .isEqualTo(new Reading("s", 1, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{\"sensor\":\"s\"",
                "{\"sensor\":\"s\",\"count\":1} x",
                "{\"sensor\":\"s\"}",
                "{\"sensor\":\"s\",\"count\":null}",
                "{\"sensor\":\"s\",\"count\":\"many\"}",
                "{'sensor':'s','count':1}",
                "[]",
                "{\"sensor\":\"s\",\"count\":9223372036854775808}",
                "{\"sensor\":\"s\",\"count\":NaN}"
            })
    void blockThatIsNotTheTypeIsRefused(String json) {
        assertThatThrownBy(() -> CODEC.decode(block(json))).isInstanceOf(DecodingException.class);
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        JsonCodec<JsonNode> codec = JsonCodec.of(JsonNode.class);
        ByteBuffer utf16 = ByteBuffer.wrap("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE));
        ByteBuffer latin1 = ByteBuffer.wrap("\"zwölf\"".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> codec.decode(utf16)).isInstanceOf(DecodingException.class);
        assertThatThrownBy(() -> codec.decode(latin1)).isInstanceOf(DecodingException.class);
    }

    @Test
    void depthIsBoundedBothWays() {
        JsonCodec<Tree> codec = JsonCodec.of(Tree.class);
        Tree deepest = tree(100);
        assertThat(codec.decode(codec.encode(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> codec.encode(tree(101))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode(block("{\"t\":".repeat(101) + "null" + "}".repeat(101))))
                .isInstanceOf(DecodingException.class);
        assertThatThrownBy(() -> JsonCodec.of(JsonNode.class).decode(block("[".repeat(101) + "]".repeat(101))))
                .isInstanceOf(DecodingException.class);
    }

    @Test
    void numbersAndDocumentsAreBounded() {
        JsonCodec<JsonNode> codec = JsonCodec.of(JsonNode.class);
        assertThat(codec.decode(block("9".repeat(1_000))).isNumber()).isTrue();
        assertThatThrownBy(() -> codec.decode(block("9".repeat(1_001)))).isInstanceOf(DecodingException.class);
        String largest = "\"" + "x".repeat((15 << 20) - 2) + "\"";
        assertThat(codec.decode(block(largest)).asString()).hasSize((15 << 20) - 2);
        assertThatThrownBy(() -> codec.decode(block("[" + largest + "]"))).isInstanceOf(DecodingException.class);
    }

    @Test
    void subtypesAreToldApartByTheirOwnNames() {
        JsonCodec<Change> codec = JsonCodec.of(Change.class);
        assertThat(json(codec.encode(new Put("k", 1)))).isEqualTo("{\"kind\":\"put\",\"key\":\"k\",\"value\":1}");
        assertThat(codec.decode(codec.encode(new Put("k", 1)))).isEqualTo(new Put("k", 1));
        assertThatThrownBy(() -> codec.decode(block("{\"kind\":\"drop\"}"))).isInstanceOf(DecodingException.class);
    }

    @Test
    void noClassIsChosenByWhatABlockSays() {
        String planted = "{\"class\":\"" + OneClass.class.getName() + "\",\"value\":1}";
        assertThatThrownBy(() -> JsonCodec.of(AnyClass.class).decode(block(planted)))
                .isInstanceOf(DecodingException.class);
        JsonMapper trusting = JsonMapper.builder()
                .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                        .allowIfBaseType(AnyClass.class)
                        .build())
                .build();
        assertThat(JsonCodec.of(AnyClass.class, trusting).decode(block(planted)))
                .isEqualTo(new OneClass(1));
    }

    @Test
    void mapperWithDefaultTypingIsRefused() {
        JsonMapper typing = JsonMapper.builder()
                .activateDefaultTyping(BasicPolymorphicTypeValidator.builder().build())
                .build();
        assertThatThrownBy(() -> JsonCodec.of(Reading.class, typing)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapperOfTheUsersOwnIsUsedAsItIs() {
        JsonMapper upper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build();
        JsonCodec<Named> codec = JsonCodec.of(Named.class, upper);
        assertThat(json(codec.encode(new Named("k")))).isEqualTo("{\"Key\":\"k\"}");
        assertThat(codec.decode(block("{\"Key\":\"k\"}"))).isEqualTo(new Named("k"));
        assertThatThrownBy(() -> codec.decode(block("{\"Key\":\"k\"} {}"))).isInstanceOf(DecodingException.class);
    }

    @Test
    void valueThatJacksonCannotWriteIsTheCallersFault() {
        assertThatThrownBy(() -> JsonCodec.of(Object.class).encode(new Object() {
                    @SuppressWarnings("unused") // called by Jackson
                    public int getBroken() {
                        throw new IllegalStateException("planned");
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON");
    }

    private static Tree tree(int levels) {
        Tree tree = null;
        for (int i = 0; i < levels; i++) {
            tree = new Tree(tree);
        }
        return tree;
    }

    private static ByteBuffer block(String json) {
        return Blocks.utf8(json);
    }

    private static String json(ByteBuffer block) {
        return Blocks.text(block);
    }
}
