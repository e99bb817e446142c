package io.corestore;

import io.corestore.error.DecodingException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that is the same after any number of ways through bytes. */
enum Utf8Codec implements Codec<String> {
    INSTANCE;

    @Override
    public ByteBuffer encode(String value) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(value))
                    .asReadOnlyBuffer();
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException("text with an unpaired surrogate has no UTF-8", unpaired);
        }
    }

    @Override
    public String decode(ByteBuffer block) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(block.duplicate()).toString();
        } catch (CharacterCodingException malformed) {
            throw new DecodingException("not UTF-8", malformed);
        }
    }
}
