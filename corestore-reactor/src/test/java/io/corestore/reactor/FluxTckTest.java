package io.corestore.reactor;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Codec;
import io.corestore.CoreOptions;
import io.corestore.key.Hash;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;
import java.util.List;
import org.testng.annotations.Factory;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** The Reactive Streams TCK over every stream of the API. */
@Test
public class FluxTckTest extends ApiVerification {
    private static final long MANY = Long.MAX_VALUE - 1;
    private static final int CORES = 12;

    private FluxTckTest(TckKind kind) {
        super(kind);
    }

    @Factory
    public static Object[] kinds() {
        return List.of(
                        TckKind.finite(
                                "read", TckStore.BLOCKS, (on, n) -> on.full().read(BlockRange.of(0, n))),
                        TckKind.finite(
                                "typed read",
                                TckStore.BLOCKS,
                                (on, n) -> on.full().as(Codec.bytes()).read(BlockRange.of(0, n))),
                        TckKind.finite(
                                "readBytes",
                                TckStore.BLOCKS,
                                (on, n) -> on.full().readBytes(ByteRange.of(0, n * TckStore.BLOCK_BYTES))),
                        TckKind.endless("follow", on -> on.full().follow(0)),
                        TckKind.endless(
                                "typed follow",
                                on -> on.full().as(Codec.bytes()).follow(0)),
                        TckKind.live("follow of what comes", on -> on.growing().follow(0)),
                        TckKind.finite(
                                "appendAll", MANY, (on, n) -> on.scratch().appendAll(blocks(n))),
                        TckKind.finite(
                                "typed appendAll",
                                MANY,
                                (on, n) -> on.scratch().as(Codec.buffers()).appendAll(blocks(n))),
                        TckKind.finite("download", 1, (on, n) -> on.full().download(BlockRange.of(0, 10))),
                        TckKind.live(
                                "download of what comes", on -> on.growing().download(BlockRange.all())),
                        TckKind.finite("downloadBlocks", 1, (on, n) -> on.full().downloadBlocks(List.of(3L, 1L))),
                        TckKind.live("events", on -> on.growing().events()),
                        TckKind.finite("list", CORES, (on, n) -> on.holding(n).list()),
                        TckKind.finite(
                                "list of a namespace",
                                CORES,
                                (on, n) -> on.holding(n).list(Hash.ZERO)),
                        TckKind.live("extension messages", on -> on.heard().messages())
                                .neverFailing(),
                        TckKind.live("store events", on -> on.store().events()),
                        TckKind.live("group", on -> on.store().group(TckStore.TOPIC)),
                        TckKind.finite(
                                "store audit", CORES, (on, n) -> on.holding(n).audit(AuditMode.DRY_RUN)),
                        TckKind.finite(
                                "use",
                                TckStore.BLOCKS,
                                (on, n) -> on.store()
                                        .use(CoreOptions.named("full"), core -> core.read(BlockRange.of(0, n)))),
                        TckKind.endless(
                                "replicate messages",
                                on -> on.holding(CORES)
                                        .replicate(new PeerLink(true, new byte[64], Hash.ZERO, "peer"), Flux.never())),
                        TckKind.live("replicate bytes", TckStore::connected))
                .stream()
                .map(FluxTckTest::new)
                .toArray();
    }

    private static Flux<ByteBuffer> blocks(long count) {
        return Flux.range(0, (int) Math.min(count, Integer.MAX_VALUE)).map(i -> Blocks.utf8("block " + i));
    }
}
