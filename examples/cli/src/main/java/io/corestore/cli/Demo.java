package io.corestore.cli;

import io.corestore.BlockRange;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.DownloadProgress;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/**
 * The main job: a writer's store on disk is filled, a reader's store pulls it over TCP, a live append arrives, both are
 * reopened and compared.
 */
final class Demo {
    private static final int BLOCK = 1 << 16;
    private static final int LINES = 20_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path writerFolder;
    private final Path readerFolder;
    private final List<DemoCore> cores;
    private final DemoCore journal;
    private final DemoAccount account;
    private final DemoComparison comparison;

    Demo(Path folder, Path source, Output out) {
        writerFolder = folder.resolve("writer");
        readerFolder = folder.resolve("reader");
        account = new DemoAccount(out);
        comparison = new DemoComparison(source, BLOCK);
        journal = new DemoCore(
                "journal", "events", Flux.just("opened", "", "filled").map(Demo::utf8));
        cores = List.of(
                new DemoCore("library", "text", Blocks.file(source, BLOCK)),
                new DemoCore("library", "lines", Blocks.fileLines(source).take(LINES)),
                journal);
    }

    /** Runs it; fails if anything differs in the end. */
    Mono<Void> run() {
        return Stores.use(writerFolder, this::fillAndShare).then(compareReopened());
    }

    private Mono<Void> fillAndShare(Corestore writer) {
        return Flux.fromIterable(cores)
                .concatMap(core -> fill(writer, core))
                .collectList()
                .flatMap(filled -> share(writer, filled));
    }

    private Mono<DemoCore.Filled> fill(Corestore writer, DemoCore core) {
        return core.use(writer, log -> log.appendAll(core.source()).then(log.info()))
                .single()
                .elapsed()
                .map(timed -> filled(core, timed));
    }

    private DemoCore.Filled filled(DemoCore core, Tuple2<Long, CoreInfo> timed) {
        CoreInfo info = timed.getT2();
        account.moved("filled", core.path(), info.length(), info.byteLength(), timed.getT1());
        return new DemoCore.Filled(core, info);
    }

    private Mono<Void> share(Corestore writer, List<DemoCore.Filled> filled) {
        Function<TcpListener, Mono<Void>> pull =
                listener -> Stores.use(readerFolder, reader -> pull(writer, reader, listener.address(), filled))
                        .then();
        return Mono.usingWhen(TcpTransport.listen(writer::replicate, TcpOptions.defaults()), pull, TcpListener::close);
    }

    private Publisher<Void> pull(
            Corestore writer, Corestore reader, InetSocketAddress address, List<DemoCore.Filled> filled) {
        account.line("connected", "two stores over TCP, " + Address.of(address));
        Mono<Void> work = Flux.fromIterable(filled)
                .concatMap(core -> pullOne(reader, core))
                .then(live(writer, reader, filled.get(cores.indexOf(journal))));
        return Mono.usingWhen(
                TcpTransport.connect(
                        reader::replicate,
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        TcpOptions.defaults()),
                connection -> work,
                TcpConnection::close);
    }

    private Mono<Void> pullOne(Corestore reader, DemoCore.Filled core) {
        BlockRange all = BlockRange.of(0, core.info().length());
        return reader.use(CoreOptions.keyed(core.key()), log -> log.download(all))
                .last(new DownloadProgress(0, 0, 0, 0))
                .elapsed()
                .timeout(LIMIT)
                .doOnNext(timed -> account.moved(
                        "pulled",
                        core.what().path(),
                        timed.getT2().fetchedBlocks(),
                        timed.getT2().fetchedBytes(),
                        timed.getT1()))
                .then();
    }

    /** Three blocks appended by the writer while the reader follows. */
    private Mono<Void> live(Corestore writer, Corestore reader, DemoCore.Filled core) {
        List<ByteBuffer> news = List.of(utf8("live one"), utf8("live two"), utf8("live three"));
        Mono<List<ByteBuffer>> arrived = reader.use(
                        CoreOptions.keyed(core.key()),
                        log -> log.follow(core.info().length()).take(news.size()))
                .collectList();
        Mono<List<ByteBuffer>> appended = core.what()
                .use(writer, log -> Flux.fromIterable(news).concatMap(log::append))
                .then(Mono.empty());
        return Mono.when(arrived.doOnNext(got -> mustEqual(news, got)), appended)
                .then(Mono.just(news.size()))
                .elapsed()
                .timeout(LIMIT)
                .doOnNext(timed -> account.line(
                        "live",
                        timed.getT2() + " blocks appended to " + core.what().path() + " arrived within " + timed.getT1()
                                + " ms"))
                .then();
    }

    private static void mustEqual(List<ByteBuffer> sent, List<ByteBuffer> got) {
        if (!sent.equals(got)) {
            throw new CommandFailedException("the live blocks arrived changed");
        }
    }

    private Mono<Void> compareReopened() {
        Flux<DemoComparison.Verdict> verdicts = Stores.use(
                writerFolder,
                writer -> Stores.use(
                        readerFolder,
                        reader -> Flux.fromIterable(cores).concatMap(core -> comparison.of(core, writer, reader))));
        return verdicts.doOnNext(account::verdict)
                .all(DemoComparison.Verdict::equal)
                .flatMap(this::end);
    }

    private Mono<Void> end(boolean allEqual) {
        if (!allEqual) {
            return Mono.error(new CommandFailedException("the two stores differ"));
        }
        account.line("done", cores.size() + " cores, reopened on both sides, are equal");
        return Mono.empty();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    /** What the demo tells while it runs. */
    static final class DemoAccount {
        private final Output out;

        DemoAccount(Output out) {
            this.out = out;
        }

        void line(String step, String text) {
            out.line(String.format(Locale.ROOT, "%-10s %s", step, text));
        }

        void moved(String step, String core, long blocks, long bytes, long millis) {
            double seconds = Math.max(1, millis) / 1000.0;
            line(
                    step,
                    String.format(
                            Locale.ROOT,
                            "%-15s %,9d blocks %,13d bytes in %7.3f s  %,9.0f blocks/s %7.1f MB/s",
                            core,
                            blocks,
                            bytes,
                            seconds,
                            blocks / seconds,
                            bytes / seconds / 1e6));
        }

        void verdict(DemoComparison.Verdict verdict) {
            line(verdict.equal() ? "equal" : "DIFFERENT", verdict.toString());
        }
    }
}
