package io.corestore.cli;

import io.corestore.BlockRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options {@code --from I --to J}: blocks I to J, exclusive. */
final class RangeOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(names = "--from", paramLabel = "I", description = "First block (${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--to", paramLabel = "J", description = "End, exclusive (length of the core).")
    private @Nullable Long to;

    /** Refuses what can be no range. */
    void check() {
        if (from < 0 || (to != null && to < from)) {
            throw new ParameterException(command.commandLine(), "Wrong range: --from " + from + " --to " + to);
        }
    }

    /** The range in a core of this length; fails if it goes beyond. */
    BlockRange within(long length) {
        long end = to == null ? length : to;
        if (from > length || end > length) {
            throw new CommandFailedException(
                    "blocks " + from + " to " + end + " are asked for, but the core has " + length);
        }
        return BlockRange.of(from, end);
    }

    /** The range in a core that grows. */
    BlockRange growing() {
        return to == null ? BlockRange.from(from) : BlockRange.of(from, to);
    }
}
