package io.corestore.process;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a child is to do.
 *
 * @param folder with a store {@code main} and a store {@code source}
 * @param live the cores that are there
 * @param seed of its random choices
 * @param firstId of its changes
 * @param steps how many it takes, if it lives so long
 * @param point where it ends by itself; null if it does not
 * @param times the how manyth time there
 */
record Orders(
        Path folder,
        List<String> live,
        long seed,
        int firstId,
        int steps,
        @Nullable Point point,
        int times) {
    private static final String NONE = "-";

    static Orders parse(String[] words) {
        return new Orders(
                Path.of(words[0]),
                words[1].equals(NONE) ? List.of() : List.of(words[1].split(",")),
                Long.parseLong(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                words[5].equals(NONE) ? null : Point.valueOf(words[5]),
                Integer.parseInt(words[6]));
    }

    Object[] words() {
        return new Object[] {
            folder,
            live.isEmpty() ? NONE : String.join(",", live),
            seed,
            firstId,
            steps,
            point == null ? NONE : point,
            times
        };
    }
}
