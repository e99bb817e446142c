package io.corestore.cli;

import io.corestore.Corestore;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --namespace}, shared by the commands that take a name. */
final class Namespaces {
    @Option(
            names = "--namespace",
            paramLabel = "NS",
            description = "Namespace of the name; may be repeated, outermost first.")
    private List<String> names = new ArrayList<>();

    boolean areGiven() {
        return !names.isEmpty();
    }

    /** The store with these namespaces. */
    Corestore in(Corestore store) {
        Corestore at = store;
        for (String name : names) {
            at = at.namespace(name);
        }
        return at;
    }
}
