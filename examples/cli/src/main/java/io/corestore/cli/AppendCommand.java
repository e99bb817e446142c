package io.corestore.cli;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code append}: lines of standard input, or a file, as blocks of a named core. */
@Command(
        name = "append",
        description = "Appends each line of standard input as a block, or a file in blocks of a size.")
final class AppendCommand extends ReactiveCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store, created if missing.")
    @SuppressWarnings("NullAway.Init")
    private Path store;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the core, created if missing.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Mixin
    private Namespaces namespaces = new Namespaces();

    @ArgGroup(exclusive = false)
    private @Nullable FromFile source;

    /** The file to append and how to cut it. */
    static final class FromFile {
        @Option(names = "--file", paramLabel = "F", required = true, description = "File to append.")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Option(names = "--block-size", paramLabel = "N", description = "Bytes a block (${DEFAULT-VALUE}).")
        private int blockSize = 1 << 16;
    }

    AppendCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Mono<Void> run() {
        CoreOptions options = Names.options(command, name);
        Flux<ByteBuffer> blocks = blocks();
        return Stores.use(store, opened -> namespaces.in(opened).use(options, core -> append(core, blocks)))
                .doOnNext(info -> out().json(Summary.of(info)))
                .then();
    }

    private Mono<CoreInfo> append(Core core, Flux<ByteBuffer> blocks) {
        return core.appendAll(blocks.takeUntilOther(terminal().stop().requested()))
                .then(core.info());
    }

    private Flux<ByteBuffer> blocks() {
        if (source == null) {
            return Blocks.lines(terminal().in());
        }
        if (source.blockSize < 1 || source.blockSize > Blocks.MAX_BYTES) {
            throw new ParameterException(
                    command.commandLine(), "--block-size must be between 1 and " + Blocks.MAX_BYTES + " bytes");
        }
        if (!Files.isReadable(source.file) || Files.isDirectory(source.file)) {
            throw new CommandFailedException("no file to read: " + source.file);
        }
        return Blocks.file(source.file, source.blockSize);
    }

    /** The last line of the output. */
    record Summary(String key, String discoveryKey, long length, long byteLength, long fork) {
        static Summary of(CoreInfo info) {
            return new Summary(
                    info.key().toHex(), info.discoveryKey().toHex(), info.length(), info.byteLength(), info.fork());
        }
    }
}
