package io.corestore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder with two stores, worked on by one child after the other, and what must be in it. */
final class Folder {
    private static final int STEPS = 1_500;
    private final ChildImage image;
    private final Path path;
    private final Random random;
    private final Map<String, LogModel> models = new TreeMap<>();
    private final Map<String, List<Change>> doubtful = new HashMap<>();
    private final List<Change> fetched = new ArrayList<>();
    private int nextId = 1;
    private int acknowledged;

    Folder(ChildImage image, Path path, Random random) {
        this.image = image;
        this.path = path;
        this.random = random;
    }

    /** How many changes were acknowledged so far. */
    int acknowledged() {
        return acknowledged;
    }

    /** Lets a child work until it ends at a point, or is killed after some changes; then looks whether all is right. */
    void survive(@Nullable Point point) {
        long seed = random.nextInt(1 << 30);
        int times = 1 + random.nextInt(3);
        int deadline = random.nextInt(40);
        List<String> live = models.keySet().stream()
                .filter(name -> models.get(name).isThere())
                .toList();
        Orders orders = new Orders(path, live, seed, nextId, STEPS, point, times);
        List<String> heard = new ArrayList<>();
        try (Child child = Child.start(image, Worker.class, orders.words())) {
            int seen = 0;
            for (String line = child.hear(); line != null; line = child.hear()) {
                heard.add(line);
                if (!line.startsWith("I") && point == null && seen++ == deadline) {
                    child.kill();
                }
            }
            assertThat(child.end()).as("the end of %s after %s", orders, heard).isEqualTo(Voice.KILLED);
        }
        learn(heard);
        String context = orders + ", killed after " + (point == null ? deadline + " lines" : point + " of " + times);
        try (Inspection inspection = Inspection.of(path, context)) {
            inspect(inspection);
        } catch (RuntimeException failed) {
            throw new AssertionError(context, failed);
        }
        doubtful.clear();
        fetched.clear();
    }

    private void learn(List<String> heard) {
        Map<Integer, Change> issued = new TreeMap<>();
        for (String line : heard) {
            if (line.startsWith("I ")) {
                Change change = Change.parse(line.substring(2));
                nextId = Math.max(nextId, change.id() + 1);
                issued.put(change.id(), change);
                doubtful.computeIfAbsent(change.core(), core -> new ArrayList<>())
                        .add(change);
            } else if (line.startsWith("A ")) {
                Change change = issued.get(Integer.parseInt(line.substring(2)));
                acknowledged++;
                settle(change);
            } else {
                assertThat(line).isEqualTo("R");
            }
        }
    }

    /** What was acknowledged is made here too, and what was issued for the same core before it. */
    private void settle(Change change) {
        List<Change> waiting = doubtful.get(change.core());
        if (change.kind() == Change.Kind.FETCH) {
            fetched.add(change);
            return;
        }
        int place = waiting.indexOf(change);
        if (place >= 0) {
            List<Change> done = waiting.subList(0, place + 1);
            done.forEach(model(change.core())::apply);
            done.clear();
        }
    }

    private LogModel model(String core) {
        return models.computeIfAbsent(core, name -> new LogModel());
    }

    private void inspect(Inspection inspection) {
        doubtful.keySet().forEach(this::model);
        for (Map.Entry<String, LogModel> each : models.entrySet()) {
            String name = each.getKey();
            if (!name.startsWith("r")) {
                inspection.log(name, each.getValue(), doubtful.getOrDefault(name, List.of()));
            }
        }
        for (Map.Entry<String, LogModel> each : models.entrySet()) {
            if (each.getKey().startsWith("r")) {
                inspection.copy(
                        each.getKey(), each.getValue(), models.get(each.getKey().replace('r', 's')), fetched);
            }
        }
        inspection.nothingElse(models);
        models.forEach((name, model) -> {
            if (model.isThere() && !name.startsWith("r")) {
                Change more = new Change(nextId++, name, Change.Kind.APPEND, 1, 100);
                inspection.append(more, model);
            }
        });
        inspection.aPeerTakes(models, random);
        models.entrySet().removeIf(each -> !each.getValue().isThere());
    }
}
