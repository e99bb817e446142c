package io.corestore.storage.corestore6;

import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The file of headers that outgrew their slot (spec page 22, section 7). The copy in use is never overwritten. */
final class HeaderFile {
    private final PooledFile file;
    private HeaderPosition live;
    private HeaderPosition earlier = HeaderPosition.NONE;
    private @Nullable HeaderPosition attempted;

    HeaderFile(PooledFile file, HeaderPosition live) {
        this.file = file;
        this.live = live;
    }

    /** The header at a position; null if the file ends before its end. */
    static byte @Nullable [] read(PooledFile file, HeaderPosition position) {
        if (position.length() > Integer.MAX_VALUE - 8 || position.start() + position.length() > file.size()) {
            return null;
        }
        ByteBuffer content = ByteBuffer.allocate((int) position.length());
        return file.read(position.start(), content) ? content.array() : null;
    }

    /** Once used, the file is used for ever. */
    boolean isUsed() {
        return !live.equals(HeaderPosition.NONE);
    }

    /** Writes a header durably; it counts once its position is in a slot, see {@link #written}. */
    HeaderPosition write(byte[] header) {
        HeaderPosition failed = attempted;
        HeaderPosition next = failed == null ? live.next(header.length) : live.behind(failed, header.length);
        attempted = next;
        file.write(next.start(), ByteBuffer.wrap(header));
        file.sync();
        return next;
    }

    /** The position of the last write is in a slot now. */
    void written() {
        HeaderPosition next = attempted;
        if (next != null) {
            earlier = live;
            live = next;
            attempted = null;
        }
    }

    /** Leaves nothing in the file but the last two headers; durable on return. */
    void blankOthers() {
        if (!isUsed()) {
            return;
        }
        boolean ascending = earlier.start() < live.start();
        HeaderPosition first = ascending ? earlier : live;
        HeaderPosition last = ascending ? live : earlier;
        blank(0, first.start());
        blank(first.end(), last.start());
        file.truncate(last.end());
        file.sync();
    }

    private void blank(long from, long to) {
        if (from < to) {
            file.write(from, ByteBuffer.allocate(Math.toIntExact(to - from)));
        }
    }
}
