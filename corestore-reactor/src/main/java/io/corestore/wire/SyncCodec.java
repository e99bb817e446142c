package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Sync;

/** Message 0 (spec page 12). */
final class SyncCodec implements MessageCodec<Sync> {
    private static final int CAN_UPGRADE = 1;
    private static final int UPLOADING = 2;
    private static final int DOWNLOADING = 4;
    private static final int HAS_MANIFEST = 8;
    private static final int ALLOW_PUSH = 16;

    @Override
    public int size(Sync sync) {
        return 1 + Sizes.uint(sync.fork()) + Sizes.uint(sync.length()) + Sizes.uint(sync.remoteLength());
    }

    @Override
    public void encode(CompactWriter out, Sync sync) {
        out.uint(flags(sync)).uint(sync.fork()).uint(sync.length()).uint(sync.remoteLength());
    }

    @Override
    public Sync decode(int channel, CompactReader in, WireLimits limits) {
        long flags = in.uint();
        return new Sync(
                channel,
                in.uint(),
                in.uint(),
                in.uint(),
                (flags & CAN_UPGRADE) != 0,
                (flags & UPLOADING) != 0,
                (flags & DOWNLOADING) != 0,
                (flags & HAS_MANIFEST) != 0,
                (flags & ALLOW_PUSH) != 0);
    }

    private static int flags(Sync sync) {
        return (sync.canUpgrade() ? CAN_UPGRADE : 0)
                | (sync.uploading() ? UPLOADING : 0)
                | (sync.downloading() ? DOWNLOADING : 0)
                | (sync.hasManifest() ? HAS_MANIFEST : 0)
                | (sync.allowPush() ? ALLOW_PUSH : 0);
    }
}
