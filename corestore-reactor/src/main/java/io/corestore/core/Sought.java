package io.corestore.core;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.merkle.SeekResult;
import org.jspecify.annotations.Nullable;

/**
 * Where a byte of a log is, as far as its stored nodes tell; behind the last byte if neither is known.
 *
 * @param position the block that holds it
 * @param among the blocks, those below one tree node, of which one holds it
 */
public record Sought(
        @Nullable BlockPosition position, @Nullable BlockRange among) {
    static Sought of(SeekResult result) {
        if (result instanceof SeekResult.Found found) {
            return new Sought(new BlockPosition(found.block(), found.offset()), null);
        }
        return result instanceof SeekResult.Unresolved unresolved
                ? new Sought(null, BlockRange.of(unresolved.start(), unresolved.end()))
                : new Sought(null, null);
    }
}
