package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;

/**
 * Bits of the bitfield that were set or dropped.
 *
 * @param drop whether the blocks are no longer stored
 * @param start the first block
 * @param end the block behind the last one
 */
public record BitRange(boolean drop, long start, long end) {
    static BitRange decode(CompactReader in) {
        boolean drop = (in.uint() & 1) != 0;
        long start = in.uint();
        long end = start + in.uint();
        if (end > CompactReader.MAX_UINT) {
            throw new DecodingException("bits up to " + end);
        }
        return new BitRange(drop, start, end);
    }

    void encode(CompactWriter out) {
        out.uint(drop ? 1 : 0).uint(start).uint(end - start);
    }
}
