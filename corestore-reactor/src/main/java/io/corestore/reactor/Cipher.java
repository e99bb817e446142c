package io.corestore.reactor;

import io.corestore.Appended;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.crypto.BlockEncryption;
import io.corestore.key.EncryptionKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** What a session does to blocks on their way in and out: nothing, or encryption under its key (spec page 15). */
final class Cipher {
    private final Log log;
    private final @Nullable EncryptionKey key;
    private volatile @Nullable Made made;

    /** What was derived, and from which kind of core: a manifest that is learnt later can change it. */
    private record Made(BlockEncryption encryption, boolean compat) {}

    Cipher(Log log, @Nullable EncryptionKey key) {
        this.log = log;
        this.key = key;
    }

    /** How many bytes each block is longer as it is stored. */
    int padding() {
        return key == null ? 0 : BlockEncryption.PADDING;
    }

    /** Null where blocks are stored as they are. */
    @Nullable
    BlockEncryption encryption() {
        if (key == null) {
            return null;
        }
        boolean compat = log.state().isCompat(log.key());
        Made last = made;
        if (last == null || last.compat() != compat) {
            last = new Made(BlockEncryption.of(key, log.key(), compat), compat);
            made = last;
        }
        return last.encryption();
    }

    ByteBuffer open(long index, ByteBuffer stored) {
        BlockEncryption encryption = encryption();
        return encryption == null ? stored : encryption.decrypt(index, stored);
    }

    /** The content of neighbouring blocks. */
    Flux<ByteBuffer> open(long start, Flux<ByteBuffer> stored) {
        return key == null ? stored : stored.index((i, block) -> open(start + i, block));
    }

    /** The bytes of the content of a state. */
    long contentBytes(LogState state) {
        return state.byteLength() - padding() * state.length();
    }

    Appended content(Appended stored) {
        return key == null
                ? stored
                : new Appended(stored.index(), stored.length(), stored.byteLength() - padding() * stored.length());
    }
}
