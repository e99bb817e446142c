package io.corestore.cli;

import io.corestore.CoreOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Names of cores as arguments. */
final class Names {
    private Names() {}

    /** The core of this name; an empty name is wrong usage. */
    static CoreOptions options(CommandSpec command, String name) {
        if (name.isEmpty()) {
            throw new ParameterException(command.commandLine(), "The name of a core must not be empty");
        }
        return CoreOptions.named(name);
    }
}
