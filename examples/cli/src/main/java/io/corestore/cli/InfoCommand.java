package io.corestore.cli;

import io.corestore.Core;
import io.corestore.CoreInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;

/** {@code info}: one core as one line of JSON. */
@Command(name = "info", description = "Tells what is stored of a core.")
final class InfoCommand extends ReactiveCommand {
    @Mixin
    private StoredCore target = new StoredCore();

    InfoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Mono<Void> run() {
        return target.use(Core::info)
                .doOnNext(info -> out().json(Line.of(info)))
                .then();
    }

    /** The line. */
    record Line(
            String key,
            String discoveryKey,
            long length,
            long byteLength,
            long fork,
            long contiguousLength,
            boolean writable,
            String treeHash) {
        static Line of(CoreInfo info) {
            return new Line(
                    info.key().toHex(),
                    info.discoveryKey().toHex(),
                    info.length(),
                    info.byteLength(),
                    info.fork(),
                    info.contiguousLength(),
                    info.writable(),
                    info.treeHash().toHex());
        }
    }
}
