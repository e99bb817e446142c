package io.corestore.cli;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.CoreKey;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;

/** The arguments {@code STORE CORE [--namespace NS]...}: a core that must be stored, by key or by name. */
final class StoredCore {
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}|[ybndrfg8ejkmcpqxot1uwisza345h769]{52}");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
    @SuppressWarnings("NullAway.Init")
    private Path store;

    @Parameters(index = "1", paramLabel = "CORE", description = "Key (64 hex or 52 z-base-32 characters) or name.")
    @SuppressWarnings("NullAway.Init")
    private String core;

    @Mixin
    private Namespaces namespaces = new Namespaces();

    /** Works on the core; fails if it is not stored. */
    <T> Flux<T> use(Function<? super Core, ? extends Publisher<T>> work) {
        CoreOptions options = options().withCreateIfMissing(false);
        return Stores.<T>useExisting(store, opened -> namespaces.in(opened).use(options, work))
                .onErrorMap(CoreNotFoundException.class, this::notThere);
    }

    private CommandFailedException notThere(CoreNotFoundException error) {
        return new CommandFailedException("no core '" + core + "' in " + store);
    }

    private CoreOptions options() {
        if (!KEY.matcher(core).matches()) {
            return Names.options(command, core);
        }
        if (namespaces.areGiven()) {
            throw new ParameterException(command.commandLine(), "A key has no namespace: --namespace goes with a name");
        }
        return CoreOptions.keyed(CoreKey.parse(core));
    }

    /** Whether a text is written as a key. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }
}
