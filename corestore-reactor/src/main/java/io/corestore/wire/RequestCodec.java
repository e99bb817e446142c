package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import org.jspecify.annotations.Nullable;

/** Message 1 (spec page 12). */
final class RequestCodec implements MessageCodec<Request> {
    @Override
    public int size(Request request) {
        int size = 1 + Sizes.uint(request.id()) + Sizes.uint(request.fork());
        size += size(request.block()) + size(request.hash());
        Seek seek = request.seek();
        size += seek == null ? 0 : Sizes.uint(seek.bytes()) + Sizes.uint(seek.padding());
        Upgrade upgrade = request.upgrade();
        size += upgrade == null ? 0 : Sizes.uint(upgrade.start()) + Sizes.uint(upgrade.length());
        return size + (request.priority() > 0 ? Sizes.uint(request.priority()) : 0);
    }

    @Override
    public void encode(CompactWriter out, Request request) {
        out.uint(flags(request)).uint(request.id()).uint(request.fork());
        encode(out, request.block());
        encode(out, request.hash());
        Seek seek = request.seek();
        if (seek != null) {
            out.uint(seek.bytes()).uint(seek.padding());
        }
        Upgrade upgrade = request.upgrade();
        if (upgrade != null) {
            out.uint(upgrade.start()).uint(upgrade.length());
        }
        if (request.priority() > 0) {
            out.uint(request.priority());
        }
    }

    @Override
    public Request decode(int channel, CompactReader in, WireLimits limits) {
        long flags = in.uint();
        return new Request(
                channel,
                in.uint(),
                in.uint(),
                (flags & ProofFlags.BLOCK) != 0 ? new Target(in.uint(), in.uint()) : null,
                (flags & ProofFlags.HASH) != 0 ? new Target(in.uint(), in.uint()) : null,
                (flags & ProofFlags.SEEK) != 0 ? new Seek(in.uint(), in.uint()) : null,
                (flags & ProofFlags.UPGRADE) != 0 ? new Upgrade(in.uint(), in.uint()) : null,
                (flags & ProofFlags.MANIFEST) != 0,
                (flags & ProofFlags.PRIORITY) != 0 ? in.uint() : 0);
    }

    private static int flags(Request request) {
        return (request.block() != null ? ProofFlags.BLOCK : 0)
                | (request.hash() != null ? ProofFlags.HASH : 0)
                | (request.seek() != null ? ProofFlags.SEEK : 0)
                | (request.upgrade() != null ? ProofFlags.UPGRADE : 0)
                | (request.manifest() ? ProofFlags.MANIFEST : 0)
                | (request.priority() > 0 ? ProofFlags.PRIORITY : 0);
    }

    private static int size(@Nullable Target target) {
        return target == null ? 0 : Sizes.uint(target.index()) + Sizes.uint(target.nodes());
    }

    private static void encode(CompactWriter out, @Nullable Target target) {
        if (target != null) {
            out.uint(target.index()).uint(target.nodes());
        }
    }
}
