package io.corestore.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** The mapper of codecs that are given none. */
final class JsonMappers {
    private static final int MAX_DOCUMENT = 15 << 20;
    private static final int MAX_NESTING = 100;
    private static final int MAX_NUMBER = 1_000;
    private static final int MAX_NAME = 10_000;
    private static final JsonMapper STANDARD = JsonMapper.builder(factory())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
            .build();

    private JsonMappers() {}

    static JsonMapper standard() {
        return STANDARD;
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MAX_DOCUMENT)
                        .maxNestingDepth(MAX_NESTING)
                        .maxStringLength(MAX_DOCUMENT)
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(MAX_NAME)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .build();
    }
}
