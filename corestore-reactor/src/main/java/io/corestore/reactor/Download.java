package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.DownloadProgress;
import io.corestore.core.Demand;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** One download of ranges: wants them as long as it is subscribed to, and counts what arrives. */
final class Download implements LogListener {
    private final Log log;
    private final List<BlockRange> ranges;
    private final List<Demand.WantedRange> wanted;
    private final FluxSink<DownloadProgress> sink;
    private long fetchedBlocks;
    private long fetchedBytes;

    private Download(Log log, List<BlockRange> ranges, FluxSink<DownloadProgress> sink) {
        this.log = log;
        this.ranges = ranges;
        this.wanted = ranges.stream().map(Demand::download).toList();
        this.sink = sink;
    }

    /** @param ranges ascending, none overlapping another; only the last may be without end */
    static Flux<DownloadProgress> of(Log log, List<BlockRange> ranges) {
        return Flux.create(
                sink -> {
                    Download download = new Download(log, ranges, sink);
                    log.listen(download);
                    Disposable wanted = Disposables.composite(
                            download.wanted.stream().map(log.demand()::want).toList());
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
    public void cleared(List<BlockRange> cleared) {
        tell(0, 0);
    }

    @Override
    public void storageFailed(Throwable error) {
        sink.error(error);
    }

    @Override
    public void stored(List<Stored> runs) {
        long blocks = 0;
        long bytes = 0;
        for (Stored run : runs) {
            long wanted = overlap(run.range());
            blocks += wanted;
            bytes += wanted > 0 ? run.bytes() : 0;
        }
        if (blocks > 0) {
            tell(blocks, bytes);
        }
    }

    private synchronized void tell(long blocks, long bytes) {
        fetchedBlocks += blocks;
        fetchedBytes += bytes;
        long length = log.state().length();
        long total = 0;
        long done = 0;
        boolean open = false;
        for (int i = 0; i < ranges.size(); i++) {
            BlockRange range = ranges.get(i);
            BlockRange whole = range.isOpen() ? range.clampTo(Math.max(range.start(), length)) : range;
            BlockRange rest = wanted.get(i).range();
            total += whole.length();
            done += rest.start() - range.start();
            done += log.bitfield().count(rest.clampTo(length));
            open |= range.isOpen();
        }
        sink.next(new DownloadProgress(done, total, fetchedBlocks, fetchedBytes));
        if (!open && done == total) {
            sink.complete();
        }
    }

    /** How many blocks of a run are wanted. */
    private long overlap(BlockRange run) {
        long blocks = 0;
        for (BlockRange range : ranges) {
            blocks += Math.max(0, Math.min(run.end(), range.end()) - Math.max(run.start(), range.start()));
        }
        return blocks;
    }
}
