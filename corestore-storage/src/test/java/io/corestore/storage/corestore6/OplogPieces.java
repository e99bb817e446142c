package io.corestore.storage.corestore6;

import io.corestore.encoding.CompactWriter;
import io.corestore.storage.format.Frame;
import io.corestore.storage.format.OplogImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An oplog as a fuzzer can change it: without checksums, which it could not keep, and without the room between. A first
 * byte of 0 stands for a file as it is. Else pieces follow, the two slots first: a byte of flags (1 bit, 2 partial, 4
 * damaged, 8 absent), two of length, the content; what is left is the torn tail.
 */
final class OplogPieces {
    private OplogPieces() {}

    static byte[] file(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (!in.hasRemaining() || in.get() == 0) {
            return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int piece = 0; in.remaining() > 2; piece++) {
            file.writeBytes(piece(in));
            if (piece < 2) {
                int end = (piece + 1) * OplogImage.SLOT_BYTES;
                byte[] slot = Arrays.copyOf(file.toByteArray(), end);
                file.reset();
                file.writeBytes(slot);
            }
        }
        file.write(input, in.position(), in.remaining());
        return file.toByteArray();
    }

    /** The pieces of a file that was written by a store. */
    static byte[] of(byte[] file) {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        pieces.write(1);
        write(pieces, Frame.at(file, 0));
        write(pieces, Frame.at(file, OplogImage.SLOT_BYTES));
        for (Frame entry = Frame.at(file, OplogImage.ENTRIES); entry != null; entry = Frame.at(file, entry.end())) {
            write(pieces, entry);
        }
        return pieces.toByteArray();
    }

    private static byte[] piece(ByteBuffer in) {
        int flags = in.get();
        byte[] content = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
        in.get(content);
        if ((flags & 8) != 0) {
            return new byte[0];
        }
        CompactWriter out = new CompactWriter(content.length + Frame.HEADER_BYTES);
        Frame.write(out, content, (flags & 2) != 0, (flags & 1) != 0);
        byte[] frame = out.toBytes();
        frame[0] ^= (byte) (flags & 4);
        return frame;
    }

    private static void write(ByteArrayOutputStream pieces, Frame frame) {
        int flags = frame == null ? 8 : (frame.bit() ? 1 : 0) | (frame.partial() ? 2 : 0);
        int length = frame == null ? 0 : frame.end() - frame.start();
        pieces.write(flags);
        pieces.write(length >>> 8);
        pieces.write(length);
        if (frame != null) {
            pieces.write(frame.file(), frame.start(), length);
        }
    }
}
