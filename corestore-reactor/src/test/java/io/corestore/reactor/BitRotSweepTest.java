package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.error.CorestoreException;
import io.corestore.key.CoreKey;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.MemoryStorage;
import io.corestore.storage.test.Sweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Each byte of the files of a core is damaged in turn: whatever is read or served is what was appended, errors have their
 * types, other cores stay whole, and what was damaged comes back from a peer.
 */
class BitRotSweepTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PAGE = 4_096;
    private static final int OTHERS = 4; // images, of which one has its other cores read

    private final IoScheduler io = IoScheduler.create("rot", 2);

    @AfterEach
    void end() {
        io.dispose();
    }

    /** One way to damage one file, from one of its bytes on. */
    private sealed interface Rot {
        CoreKey core();

        String file();

        int from();

        byte[] of(byte[] sound);
    }

    /** Bytes that are zero, or have bits of them changed. */
    private record Flip(CoreKey core, String file, int from, int to, int flip) implements Rot {
        @Override
        public byte[] of(byte[] sound) {
            byte[] rotten = sound.clone();
            for (int i = from; i < Math.min(to, rotten.length); i++) {
                rotten[i] = flip == 0 ? 0 : (byte) (rotten[i] ^ flip);
            }
            return rotten;
        }
    }

    /** A page of some file that was written where a page of this one belongs. */
    private record Misplaced(CoreKey core, String file, int from, String source, int page, byte[] content)
            implements Rot {
        @Override
        public byte[] of(byte[] sound) {
            byte[] rotten = Arrays.copyOf(sound, Math.max(sound.length, from + content.length));
            System.arraycopy(content, 0, rotten, from, content.length);
            if (source.equals(file)) { // the two have changed places
                System.arraycopy(sound, from, rotten, page, Math.min(content.length, sound.length - from));
            }
            return rotten;
        }

        @Override
        public String toString() {
            return "page " + page + " of " + source + " at " + from + " of " + file;
        }
    }

    /** What came of it. */
    private static final class Tally {
        int unchanged;
        int errors;
        int shut;
        int served;
        int repaired;

        @Override
        public String toString() {
            return unchanged + " did not show, " + errors + " were errors, " + shut + " kept the core shut; " + served
                    + " served, " + repaired + " whole again, 0 wrong bytes";
        }
    }

    @Test
    void flippedBitsNeverShow() {
        Sweep sweep = Sweep.of("R4 bit rot");
        Tally tally = new Tally();
        int count = Sweep.count(10_000, 60_000, 240_000);
        int images = 0;
        for (boolean closed : new boolean[] {true, false}) {
            Random random = new Random(sweep.seed());
            RottenStore sound = new RottenStore(io, random, closed);
            List<Flip> all = flips(sound, random);
            List<Flip> some = all.subList(0, Math.min(all.size(), closed ? count * 4 / 5 : count - images));
            for (Rot rot : some) {
                boolean far = images++ % Sweep.count(100, 40, 20) == 0;
                run(sweep + ", closed " + closed + ", " + rot, sound, rot, far, tally);
            }
            sound.close();
        }
        sweep.report(images + " flips, " + tally);
        assertThat(images).isGreaterThanOrEqualTo(10_000);
    }

    @Test
    void zeroedPiecesNeverShow() {
        Sweep sweep = Sweep.of("R4 zeroed pieces");
        Tally tally = new Tally();
        Random random = new Random(sweep.seed());
        RottenStore sound = new RottenStore(io, random, true);
        int images = Sweep.count(200, 4_000, 16_000);
        for (int i = 0; i < images; i++) {
            CoreKey core = sound.cores().get(random.nextInt(3));
            List<String> files = List.copyOf(sound.files(core).keySet());
            String file = files.get(random.nextInt(files.size()));
            int size = sound.content(file).length;
            int from = size == 0 ? 0 : random.nextInt(size);
            int length = i % 2 == 0 ? PAGE : 1 + random.nextInt(200);
            Rot rot = new Flip(core, file, i % 2 == 0 ? from & -PAGE : from, from + length, 0);
            run(sweep + ", " + rot, sound, rot, i % 10 == 0, tally);
        }
        sound.close();
        sweep.report(images + " zeroed pieces, " + tally);
        assertThat(tally.errors + tally.shut).isPositive();
    }

    @Test
    void misplacedPagesNeverShow() {
        Sweep sweep = Sweep.of("R4 misplaced pages");
        Tally tally = new Tally();
        Random random = new Random(sweep.seed());
        int images = 0;
        for (int stores = 0; stores < Sweep.count(1, 10, 60); stores++) {
            RottenStore sound = new RottenStore(io, random, stores % 2 == 1);
            List<Rot> all = misplaced(sound);
            Collections.shuffle(all, random);
            for (Rot rot : all.subList(0, Sweep.count(100, all.size(), all.size()))) {
                run(sweep + ", " + rot, sound, rot, images++ % 10 == 0, tally);
            }
            sound.close();
        }
        sweep.report(images + " misplaced pages, " + tally);
        assertThat(tally.errors + tally.shut).isPositive();
    }

    /** Every page of every file in the place of every other: two of one file change places. */
    private static List<Rot> misplaced(RottenStore sound) {
        List<Rot> all = new ArrayList<>();
        for (CoreKey core : sound.cores()) {
            sound.files(core).forEach((file, size) -> {
                for (int at = 0; at < size; at += PAGE) {
                    all.addAll(foreign(sound, core, file, at));
                }
            });
        }
        return all;
    }

    private static List<Misplaced> foreign(RottenStore sound, CoreKey core, String file, int at) {
        List<Misplaced> found = new ArrayList<>();
        for (CoreKey from : sound.cores()) {
            sound.files(from).forEach((source, size) -> {
                byte[] content = sound.content(source);
                for (int page = 0; page < size; page += PAGE) {
                    if (!source.equals(file) || page != at) {
                        byte[] bytes = Arrays.copyOfRange(content, page, Math.min(size, page + PAGE));
                        found.add(new Misplaced(core, file, at, source, page, bytes));
                    }
                }
            });
        }
        return found;
    }

    /** Two flips of every byte of every file, those of one file as likely to come first as those of another. */
    private static List<Flip> flips(RottenStore sound, Random random) {
        List<Flip> all = new ArrayList<>();
        for (CoreKey core : sound.cores()) {
            sound.files(core).forEach((file, size) -> {
                for (int at = 0; at < size; at++) {
                    int first = 1 << random.nextInt(8);
                    int second = 1 + random.nextInt(255);
                    all.add(new Flip(core, file, at, at + 1, first));
                    all.add(new Flip(core, file, at, at + 1, second == first ? second ^ 0xff : second));
                }
            });
        }
        Collections.shuffle(all, random);
        List<Flip> sparse = all.stream().filter(rot -> isPadding(sound, rot)).toList();
        all.removeAll(new HashSet<>(sparse));
        all.addAll(sparse);
        return all;
    }

    /** Whether the byte is one of many zeros of a page or slot. */
    private static boolean isPadding(RottenStore sound, Flip rot) {
        return sound.content(rot.file())[rot.from()] == 0
                && (rot.file().endsWith("bitfield") && rot.from() > 3
                        || rot.file().endsWith("oplog"));
    }

    private void run(String what, RottenStore sound, Rot rot, boolean far, Tally tally) {
        try {
            Corestore store = Corestores.open(sound.with(rot.file(), rot.of(sound.content(rot.file()))))
                    .block(SOON);
            readAll(store, sound, rot, tally);
            store.close().block(SOON);
            if (far) {
                serveAndRepair(sound, rot, tally);
            }
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(what + ": " + failed, failed);
        }
    }

    private static CoreOptions stored(CoreKey key) {
        return CoreOptions.keyed(key).withCreateIfMissing(false).withReads(ReadOptions.LOCAL);
    }

    private void readAll(Corestore store, RottenStore sound, Rot rot, Tally tally) {
        boolean all = rot.from() % OTHERS == 0;
        for (CoreKey key : all ? sound.cores() : List.of(rot.core())) {
            List<Throwable> errors = new ArrayList<>();
            Long read = store.use(stored(key), core -> read(core, sound, errors))
                    .onErrorResume(CorestoreException.class, error -> {
                        errors.add(error);
                        return Mono.just(-1L);
                    })
                    .blockLast(SOON);
            if (!key.equals(rot.core())) {
                assertThat(errors).as("another core").isEmpty();
            } else if (read != null && read < 0) {
                tally.shut++;
            } else if (!errors.isEmpty()) {
                tally.errors++;
            } else {
                tally.unchanged++;
            }
        }
    }

    /** Reads what is stored; wrong bytes fail. */
    private static Mono<Long> read(Core core, RottenStore sound, List<Throwable> errors) {
        return Flux.fromStream(() -> LongStream.range(0, core.length()).boxed())
                .filterWhen(index -> core.has(index))
                .concatMap(index -> core.get(index, ReadOptions.LOCAL)
                        .doOnNext(block -> {
                            if (!sound.isRight(core.key(), index, block)) {
                                fail("wrong bytes of block " + index);
                            }
                        })
                        .onErrorResume(CorestoreException.class, error -> {
                            errors.add(error);
                            return Mono.empty();
                        }))
                .count();
    }

    /** The damaged store serves a reader, who asks another peer too; then it is repaired from there. */
    private void serveAndRepair(RottenStore sound, Rot rot, Tally tally) {
        Corestore store = Corestores.open(sound.with(rot.file(), rot.of(sound.content(rot.file()))))
                .block(SOON);
        Corestore reader =
                Corestores.open(MemoryStorage.create(StorageOptions.on(io))).block(SOON);
        Disposable.Composite links = Disposables.composite();
        try {
            Core core = store.get(CoreOptions.keyed(rot.core()).withCreateIfMissing(false))
                    .onErrorResume(CorestoreException.class, shut -> Mono.empty())
                    .block(SOON);
            if (core != null && sound.isLastState(core)) { // else its log of changes lost some
                serve(core, reader, sound, links);
                tally.served++;
                repair(core, sound);
                tally.repaired++;
            }
        } finally {
            links.dispose();
            reader.close().block(SOON);
            store.close().block(SOON);
        }
    }

    private static void serve(Core core, Corestore reader, RottenStore sound, Disposable.Composite links) {
        Core copy = reader.get(core.key()).block(SOON);
        Queue<CoreEvent> wrong = new ConcurrentLinkedQueue<>();
        links.add(copy.events()
                .filter(event -> event instanceof CoreEvent.VerificationFailed)
                .subscribe(wrong::add));
        links.add(Pipe.join(((CoreSession) core).owner(), reader));
        copy.update().block(SOON);
        Mono<Void> all = copy.download(BlockRange.of(0, sound.blocks())).then();
        links.add(Pipe.join(reader, sound.peer()));
        all.block(SOON);
        whole(copy, sound);
        assertThat(wrong).isEmpty();
    }

    private static void repair(Core core, RottenStore sound) {
        core.audit(AuditMode.REPAIR).block(SOON);
        core.update().block(SOON);
        core.download(BlockRange.of(0, sound.blocks())).blockLast(SOON);
        whole(core, sound);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON)).matches(report -> report.isSound());
    }

    private static void whole(Core core, RottenStore sound) {
        for (long index = 0; index < sound.blocks(); index++) {
            assertThat(sound.isLast(core.key(), index, core.get(index).block(SOON)))
                    .as("block " + index)
                    .isTrue();
        }
    }
}
