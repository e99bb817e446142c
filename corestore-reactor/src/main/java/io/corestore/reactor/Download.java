package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.DownloadProgress;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** One download of a range: wants it as long as it is subscribed to, and counts what arrives. */
final class Download implements LogListener {
    private final Log log;
    private final BlockRange range;
    private final FluxSink<DownloadProgress> sink;
    private long fetchedBlocks;
    private long fetchedBytes;

    private Download(Log log, BlockRange range, FluxSink<DownloadProgress> sink) {
        this.log = log;
        this.range = range;
        this.sink = sink;
    }

    static Flux<DownloadProgress> of(Log log, BlockRange range) {
        return Flux.create(
                sink -> {
                    Download download = new Download(log, range, sink);
                    log.listen(download);
                    Disposable wanted = log.demand().range(range);
                    sink.onDispose(() -> {
                        wanted.dispose();
                        log.unlisten(download);
                    });
                    download.tell(0, 0);
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    @Override
    public void treeMoved(LogState before, LogState after, long shared) {
        tell(0, 0);
    }

    @Override
    public void stored(List<Stored> runs) {
        long blocks = 0;
        long bytes = 0;
        for (Stored run : runs) {
            long start = Math.max(run.range().start(), range.start());
            long end = Math.min(run.range().end(), range.end());
            if (start < end) {
                blocks += end - start;
                bytes += run.bytes();
            }
        }
        if (blocks > 0) {
            tell(blocks, bytes);
        }
    }

    private synchronized void tell(long blocks, long bytes) {
        fetchedBlocks += blocks;
        fetchedBytes += bytes;
        long end = range.isOpen() ? log.state().length() : range.end();
        BlockRange wanted = BlockRange.of(Math.min(range.start(), end), end);
        long done = log.bitfield().count(wanted.clampTo(log.state().length()));
        sink.next(new DownloadProgress(done, wanted.length(), fetchedBlocks, fetchedBytes));
        if (!range.isOpen() && done == wanted.length()) {
            sink.complete();
        }
    }
}
