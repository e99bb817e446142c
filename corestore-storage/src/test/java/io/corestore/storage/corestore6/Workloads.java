package io.corestore.storage.corestore6;

import static io.corestore.Durability.BUFFERED;
import static io.corestore.Durability.SYNC;

import io.corestore.Durability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lives of a core: those that have a name, and all short words over an alphabet of changes. */
final class Workloads {
    /** Changes of which any follows any. */
    private static final Map<String, Consumer<Model>> ALPHABET = new LinkedHashMap<>();

    private static final List<Consumer<Model>> SOME_BLOCKS = List.of(
            Model::create,
            model -> model.append(SYNC, 10, 2, 30, 4, 1),
            Model::checkpoint,
            model -> model.append(SYNC, 8));

    static {
        ALPHABET.put("append", model -> model.append(SYNC, 3));
        ALPHABET.put("buffer", model -> model.append(BUFFERED, 600, 5, 0, 700, 1));
        ALPHABET.put("truncate", model -> model.truncate(Math.max(0, model.length() - 2)));
        ALPHABET.put("fork", model -> model.fork(SYNC, Math.max(0, model.length() - 3), 4, 1, 9, 2));
        ALPHABET.put("clear", model -> model.clearFirst(SYNC));
        ALPHABET.put("datum", model -> model.datum(BUFFERED, "k", 5));
        ALPHABET.put("grow", model -> model.grow(SYNC, 7, 2));
        ALPHABET.put("fill", model -> model.fillLast(BUFFERED));
        ALPHABET.put("checkpoint", Model::checkpoint);
        ALPHABET.put("reopen", Model::reopen);
    }

    private Workloads() {}

    /**
     * A life, and its name.
     *
     * @param before the changes that were made before
     * @param changes those that are made
     */
    record Workload(String name, List<Consumer<Model>> before, List<Consumer<Model>> changes) {
        /** The steps before the life. */
        List<Step> stepsBefore() {
            return modelAfter(0).steps();
        }

        /** The steps of the life. */
        List<Step> steps() {
            return modelAfter(changes.size()).steps().subList(before.size(), before.size() + changes.size());
        }

        /** The core after so many changes of the life. */
        Model modelAfter(int count) {
            Model model = new Model();
            before.forEach(change -> change.accept(model));
            changes.subList(0, count).forEach(change -> change.accept(model));
            return model;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All words of one to {@code length} changes, on a core that has some blocks. */
    static List<Workload> words(int length) {
        List<List<String>> words = new ArrayList<>();
        List<List<String>> last = List.of(List.of());
        for (int i = 0; i < length; i++) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> word : last) {
                for (String letter : ALPHABET.keySet()) {
                    List<String> next = new ArrayList<>(word);
                    next.add(letter);
                    longer.add(next);
                }
            }
            words.addAll(longer);
            last = longer;
        }
        return words.stream().map(Workloads::word).collect(Collectors.toList());
    }

    /** A life of random changes, most of them only buffered. */
    static Workload random(long seed) {
        Random random = new Random(seed);
        List<Consumer<Model>> changes = new ArrayList<>();
        for (int count = 6 + random.nextInt(9); count > 0; count--) {
            Durability durability = random.nextInt(4) == 0 ? SYNC : BUFFERED;
            int[] sizes = random.ints(1 + random.nextInt(6), 0, random.nextBoolean() ? 10 : 1500)
                    .toArray();
            changes.add(random(random.nextInt(14), durability, sizes));
        }
        return new Workload("random life " + seed, SOME_BLOCKS, changes);
    }

    private static Consumer<Model> random(int choice, Durability durability, int[] sizes) {
        long back = sizes[0] % 5;
        return switch (choice) {
            case 0 -> model -> model.truncate(Math.max(0, model.length() - back));
            case 1 -> model -> model.fork(durability, Math.max(0, model.length() - back), sizes);
            case 2 -> model -> model.clearFirst(durability);
            case 3 -> model -> model.datum(durability, "k" + back, sizes[0]);
            case 4 -> model -> model.grow(durability, sizes);
            case 5, 6, 7 -> model -> model.fillLast(durability);
            case 8 -> Model::checkpoint;
            case 9 -> Model::reopen;
            case 10 -> model -> model.appendWithData(durability, 2, sizes);
            default -> model -> model.append(durability, sizes);
        };
    }

    /** A change that may follow any. */
    static Consumer<Model> letter(Random random) {
        List<Consumer<Model>> letters = List.copyOf(ALPHABET.values());
        return letters.get(random.nextInt(letters.size()));
    }

    private static Workload word(List<String> letters) {
        List<Consumer<Model>> changes = letters.stream().map(ALPHABET::get).toList();
        return new Workload(String.join(" ", letters), SOME_BLOCKS, changes);
    }

    /** The lives that have a name. */
    static List<Workload> named() {
        return List.of(
                appends(),
                batches(),
                groups(),
                downloads(),
                truncations(),
                forks(),
                clears(),
                data(),
                checkpoints(),
                keyPairs(),
                bigHeader(),
                purge());
    }

    private static Workload appends() {
        return of(
                "appends",
                model -> model.append(SYNC, 5),
                model -> model.append(SYNC, 1),
                model -> model.append(BUFFERED, 3),
                model -> model.append(BUFFERED, 0),
                model -> model.append(SYNC, 5000),
                Model::reopen,
                model -> model.append(BUFFERED, 2),
                model -> model.append(BUFFERED, 600),
                Model::checkpoint,
                model -> model.append(SYNC, 9),
                model -> model.append(BUFFERED, 700),
                model -> model.append(BUFFERED, 7));
    }

    private static Workload batches() {
        return of(
                "batches",
                model -> model.append(SYNC, many(20, 300)),
                model -> model.append(BUFFERED, many(30, 50)),
                model -> model.append(SYNC, many(3, 4096)),
                Model::checkpoint,
                model -> model.append(BUFFERED, many(40, 1)),
                model -> model.append(BUFFERED, many(2, 9000)),
                Model::reopen,
                model -> model.append(SYNC, many(50, 10)));
    }

    private static Workload groups() {
        return of(
                "groups of frames",
                model -> model.appendWithData(SYNC, 5, many(40, 9)),
                model -> model.appendWithData(BUFFERED, 3, 1, 2),
                model -> model.appendWithData(SYNC, 6, many(60, 4)),
                model -> model.appendWithData(BUFFERED, 6, many(60, 4)),
                Model::reopen,
                model -> model.appendWithData(SYNC, 2, 4));
    }

    private static Workload downloads() {
        return of(
                "downloads",
                model -> model.grow(SYNC, many(9, 500)),
                model -> model.fill(SYNC, 4),
                model -> model.fill(BUFFERED, 8),
                model -> model.fill(BUFFERED, 0),
                Model::checkpoint,
                model -> model.fill(SYNC, 7),
                model -> model.grow(BUFFERED, many(3, 200)),
                model -> model.fill(BUFFERED, 10),
                model -> model.fill(SYNC, 1),
                Model::reopen,
                model -> model.fill(BUFFERED, 6),
                model -> model.fill(BUFFERED, 2),
                Model::checkpoint);
    }

    private static Workload truncations() {
        return of(
                "truncations",
                model -> model.append(SYNC, many(11, 100)),
                Model::checkpoint,
                model -> model.truncate(6),
                model -> model.append(BUFFERED, 3, 4),
                model -> model.truncate(7),
                model -> model.append(SYNC, many(8, 90)),
                model -> model.truncate(0),
                model -> model.append(SYNC, 5, 5),
                Model::reopen,
                model -> model.truncate(1));
    }

    private static Workload forks() {
        return of(
                "forks",
                model -> model.append(SYNC, many(10, 100)),
                Model::checkpoint,
                model -> model.fork(SYNC, 5, many(3, 80)),
                model -> model.append(BUFFERED, many(6, 40)),
                model -> model.fork(BUFFERED, 2, many(12, 300)),
                model -> model.fork(SYNC, 14, 1),
                Model::reopen,
                model -> model.fork(SYNC, 0, many(4, 600)));
    }

    private static Workload clears() {
        return of(
                "clears",
                model -> model.append(SYNC, many(12, 700)),
                model -> model.clear(SYNC, 2, 5),
                Model::checkpoint,
                model -> model.clear(BUFFERED, 7, 8),
                model -> model.fill(SYNC, 3),
                Model::compact,
                model -> model.clear(SYNC, 0, 1),
                model -> model.append(BUFFERED, 5),
                Model::compact,
                model -> model.truncate(10));
    }

    private static Workload data() {
        return of(
                "user data",
                model -> model.datum(SYNC, "a", 5),
                model -> model.datum(BUFFERED, "b", 50),
                model -> model.datum(BUFFERED, "a", 7),
                Model::checkpoint,
                model -> model.datum(BUFFERED, "a", 0),
                model -> model.datum(BUFFERED, "c", 600),
                Model::reopen,
                model -> model.datum(SYNC, "b", 0),
                model -> model.append(SYNC, 1),
                model -> model.datum(BUFFERED, "d", 9));
    }

    private static Workload checkpoints() {
        return of(
                "checkpoints",
                model -> model.append(BUFFERED, many(400, 2)),
                model -> model.append(SYNC, many(300, 3)),
                model -> model.append(BUFFERED, many(500, 1)), // 64 KiB of entries here
                model -> model.append(SYNC, 4),
                Model::checkpoint,
                model -> model.append(BUFFERED, 6));
    }

    private static Workload keyPairs() {
        return of(
                "key pairs",
                model -> model.append(SYNC, 4, 5),
                model -> model.keyPair(false),
                model -> model.datum(BUFFERED, "k", 5),
                model -> model.keyPair(true),
                model -> model.datum(SYNC, "big", 9000),
                model -> model.keyPair(false),
                Model::reopen,
                model -> model.keyPair(true));
    }

    private static Workload bigHeader() {
        return of(
                "big header",
                model -> model.datum(SYNC, "big", 6000),
                model -> model.append(SYNC, 4),
                Model::checkpoint,
                model -> model.datum(BUFFERED, "big", 9000),
                Model::checkpoint,
                model -> model.datum(BUFFERED, "big", 300),
                Model::reopen,
                model -> model.append(SYNC, 5, 6),
                model -> model.truncate(1),
                model -> model.datum(SYNC, "other", 20_000),
                Model::checkpoint);
    }

    private static Workload purge() {
        return of(
                "purge",
                model -> model.append(SYNC, many(5, 900)),
                model -> model.datum(SYNC, "big", 6000),
                Model::checkpoint,
                model -> model.append(BUFFERED, 5),
                Model::bury,
                Model::create,
                model -> model.append(SYNC, 3, 4),
                Model::bury,
                Model::exhume,
                Model::create,
                model -> model.append(SYNC, many(9, 10)));
    }

    @SafeVarargs
    private static Workload of(String name, Consumer<Model>... changes) {
        List<Consumer<Model>> all = new ArrayList<>();
        all.add(Model::create);
        all.addAll(Arrays.asList(changes));
        return new Workload(name, List.of(), all);
    }

    private static int[] many(int count, int size) {
        int[] sizes = new int[count];
        Arrays.fill(sizes, size);
        return sizes;
    }
}
