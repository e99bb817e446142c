package io.corestore.sweep;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.ReadOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a core through its public face. */
final class Found {
    static final String NOTE = "note";

    private Found() {}

    static CoreModel of(Core core) {
        long length = core.length();
        long contiguous = core.contiguousLength();
        List<@Nullable ByteBuffer> blocks = new ArrayList<>();
        if (contiguous > 0) {
            blocks.addAll(core.read(BlockRange.of(0, contiguous), ReadOptions.LOCAL)
                    .collectList()
                    .block(Life.SOON));
        }
        for (long index = contiguous; index < length; index++) {
            boolean stored = core.has(index).block(Life.SOON);
            blocks.add(stored ? core.get(index, ReadOptions.LOCAL).block(Life.SOON) : null);
        }
        ByteBuffer note = core.userData(NOTE).block(Life.SOON);
        return new CoreModel(true, core.fork(), blocks, note, core.writable(), false);
    }
}
