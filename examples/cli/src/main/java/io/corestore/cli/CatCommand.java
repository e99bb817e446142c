package io.corestore.cli;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.ReadOptions;
import java.nio.ByteBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code cat}: the blocks of a core, as fast as standard output takes them. */
@Command(name = "cat", description = "Writes the blocks of a core to standard output.")
final class CatCommand extends ReactiveCommand {
    private static final int AHEAD = 64;

    @Mixin
    private StoredCore target = new StoredCore();

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Option(names = "--lines", description = "Adds a newline after each block.")
    private boolean lines;

    CatCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Mono<Void> run() {
        range.check();
        return target.use(this::read).then();
    }

    private Flux<ByteBuffer> read(Core core) {
        BlockRange blocks = range.within(core.length());
        return core.read(blocks, ReadOptions.LOCAL)
                .takeUntilOther(terminal().stop().requested())
                .publishOn(Schedulers.boundedElastic(), AHEAD)
                .doOnNext(this::write)
                .doOnComplete(out()::flush);
    }

    private void write(ByteBuffer block) {
        out().write(block);
        if (lines) {
            out().newline();
        }
    }
}
