package io.corestore.simulation;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.ClosedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What the users of the stores do: owners write one thing after the other, all read, and give blocks up. */
final class Users {
    private static final int LONGEST = 60;
    private final Simulation simulation;
    private final Random random;
    private int delivered;

    Users(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random();
    }

    /** How many blocks they were given. */
    int delivered() {
        return delivered;
    }

    /** The owner of a core writes, if it is not waiting for what it did last. */
    void write(SharedCore shared) {
        if (!shared.owner().isUp() || shared.isBusy()) {
            return;
        }
        long length = shared.ledger().length();
        if (shared.isTruncated() && length > 0 && (random.nextInt(10) == 0 || length > LONGEST)) {
            truncate(shared, random.nextLong(length));
        } else if (length <= LONGEST) {
            append(shared, 1 + random.nextInt(random.nextInt(5) == 0 ? 20 : 4));
        }
    }

    /** The owner appends. */
    void append(SharedCore shared, int count) {
        Ledger ledger = shared.ledger();
        List<ByteBuffer> blocks = Stream.generate(() -> ledger.next(random.nextInt(100)))
                .limit(count)
                .toList();
        ledger.appending(blocks);
        change(shared, shared.on(shared.owner()).append(blocks).then());
    }

    private void truncate(SharedCore shared, long length) {
        shared.ledger().truncating(length);
        change(shared, shared.on(shared.owner()).truncate(length));
    }

    private void change(SharedCore shared, Mono<Void> change) {
        shared.setBusy(true);
        change.subscribe(nothing -> {}, Users::failed, () -> {
            shared.ledger().done();
            shared.setBusy(false);
        });
    }

    /** A block is waited for, perhaps in vain, and not for ever. */
    void get(SharedCore shared, Host host) {
        Core core = shared.on(host);
        long index = random.nextLong(core.length() + 3);
        Disposable waiting = core.get(index).subscribe(block -> delivered(shared, host, index, block), Users::failed);
        simulation.time().after(random.nextInt(5_000_000), waiting::dispose);
    }

    /** What is stored is read in order. */
    void read(SharedCore shared, Host host) {
        Core core = shared.on(host);
        int end = (int) Math.min(core.contiguousLength(), core.length());
        int start = random.nextInt(end + 1);
        long[] index = {start};
        core.read(BlockRange.of(start, end))
                .subscribe(block -> delivered(shared, host, index[0]++, block), Users::failed);
    }

    /** Some blocks are given up. */
    void clear(SharedCore shared, Host host) {
        if (host == shared.owner() && shared.isTruncated()) {
            return;
        }
        Core core = shared.on(host);
        long start = random.nextLong(core.length() + 1);
        long end = Math.min(core.length(), start + random.nextInt(8));
        core.clear(BlockRange.of(start, end)).subscribe(bytes -> {}, Users::failed);
    }

    /** The range is downloaded, or is no longer. */
    void download(SharedCore shared, Host host) {
        if (random.nextBoolean()) {
            shared.download(host);
        } else {
            shared.stopDownload(host);
        }
    }

    /** What is stored of a core at last is what its owner appended. */
    void compare(SharedCore shared, Host host) {
        List<ByteBuffer> expected = shared.ledger().blocks();
        Core core = shared.on(host);
        IntStream.range(0, expected.size()).forEach(index -> {
            boolean stored = Boolean.TRUE.equals(simulation.time().await(core.has(index), Host.SOON));
            if (stored) {
                ByteBuffer block = simulation.time().await(core.get(index), Host.SOON);
                if (!expected.get(index).equals(block)) {
                    throw new Violation(host + " has a wrong block " + index + " of " + shared);
                }
                delivered++;
            }
        });
    }

    private void delivered(SharedCore shared, Host host, long index, ByteBuffer block) {
        delivered++;
        simulation.trace().add(block);
        shared.ledger().delivered(index, block, host.toString());
    }

    private static void failed(Throwable error) {
        if (!(error instanceof ClosedException || error instanceof BlockUnavailableException)) {
            throw new AssertionError(error);
        }
    }
}
