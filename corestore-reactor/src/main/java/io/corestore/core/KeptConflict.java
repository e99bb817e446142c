package io.corestore.core;

import io.corestore.Codec;
import io.corestore.ConflictEvidence;
import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evidence of a conflict as user data. */
final class KeptConflict {
    private KeptConflict() {}

    static Map<String, ByteBuffer> of(ConflictEvidence evidence) {
        CompactWriter out = new CompactWriter();
        out.uint(evidence.length())
                .uint(evidence.fork())
                .hash(evidence.treeHash())
                .buffer(evidence.signature());
        return Map.of(UserData.CONFLICT, out.toBuffer());
    }

    /** Null if there is none that can be read. */
    static @Nullable ConflictEvidence in(Map<String, ByteBuffer> userData) {
        ByteBuffer kept = userData.get(UserData.CONFLICT);
        if (kept == null) {
            return null;
        }
        try {
            CompactReader in = CompactReader.of(Codec.bytes().decode(kept));
            return new ConflictEvidence(in.uint(), in.uint(), in.hash(), ByteBuffer.wrap(in.buffer()));
        } catch (DecodingException notOurs) {
            return null;
        }
    }
}
