package io.corestore.storage.io;

import java.util.Collection;
import java.util.List;

/** File names with {@code /} between their parts, where no operating system knows folders. */
final class Names {
    private Names() {}

    /** The names directly in a folder, given the sorted names of the files from that folder on. */
    static List<String> below(String folder, Collection<String> sorted) {
        String prefix = folder + "/";
        return sorted.stream()
                .takeWhile(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .map(rest -> rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest)
                .distinct()
                .toList();
    }
}
