package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.Tombstone;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a deleted core, in a format of our own:
 *
 * <pre>
 * tombstone = frame(uint fork, uint length)     {@link Frame}
 * </pre>
 */
public final class TombstoneCodec {
    private TombstoneCodec() {}

    public static ByteBuffer encode(Tombstone tombstone) {
        CompactWriter content = new CompactWriter();
        content.uint(tombstone.fork()).uint(tombstone.length());
        CompactWriter file = new CompactWriter();
        Frame.write(file, content.toBytes(), false, false);
        return file.toBuffer();
    }

    /** The tombstone in a whole file; one that was torn says only that the core had a block. */
    public static Tombstone decode(DiscoveryKey discoveryKey, byte[] file) {
        Frame frame = Frame.at(file, 0);
        Tombstone whole = frame == null ? null : decode(discoveryKey, frame);
        return whole == null ? new Tombstone(discoveryKey, 0, 1) : whole;
    }

    private static @Nullable Tombstone decode(DiscoveryKey discoveryKey, Frame frame) {
        try {
            CompactReader content = frame.content();
            return new Tombstone(discoveryKey, content.uint(), content.uint());
        } catch (DecodingException damaged) {
            return null;
        }
    }
}
