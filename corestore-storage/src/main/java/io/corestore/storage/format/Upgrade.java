package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;
import java.nio.ByteBuffer;

/**
 * A signed move of the tree.
 *
 * @param ancestors the blocks shared with the tree before
 * @param length in blocks, afterwards
 */
public record Upgrade(long fork, long ancestors, long length, ByteBuffer signature) {
    static Upgrade decode(CompactReader in) {
        Upgrade upgrade = new Upgrade(in.uint(), in.uint(), in.uint(), ByteBuffer.wrap(in.buffer()));
        if (upgrade.ancestors > upgrade.length) {
            throw new DecodingException("more ancestors than blocks: " + upgrade.ancestors + ", " + upgrade.length);
        }
        return upgrade;
    }

    void encode(CompactWriter out) {
        out.uint(fork).uint(ancestors).uint(length).buffer(signature);
    }
}
