package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.StoredCoreInfo;
import io.corestore.reactor.Corestores;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A store that was opened here after a power cut, read, closed, and copied to a folder for Node.
 *
 * @param reports what was read here, by the keys of the cores
 * @param cut what the power cut did
 */
record Recovered(Path folder, Map<String, Report> reports, String cut) {

    /** Opens the store of an image and every core in it. */
    static Recovered of(CrashImage image, Path folder) {
        CrashFs disk = image.open();
        Map<String, Report> reports = new TreeMap<>();
        try {
            Corestore store = await(Corestores.open(disk.path("/store")));
            for (StoredCoreInfo info : await(store.list().collectList())) {
                Core core = await(store.get(info.key()));
                reports.put(info.key().toHex(), Report.of(core));
                await(core.close());
            }
            await(store.close());
            disk.copyTo(Files.createDirectories(folder));
        } catch (IOException | RuntimeException failed) {
            throw new AssertionError("not recovered: " + image.description(), failed);
        }
        return new Recovered(folder.resolve("store"), reports, image.description());
    }

    /** What Node is told to read. */
    Map<String, Object> toNode() {
        List<Map<String, String>> cores =
                reports.keySet().stream().map(key -> Map.of("key", key)).toList();
        return Map.of("folder", folder.toString(), "cores", cores);
    }

    /** Node must have read the same. */
    void isSame(JsonNode said, String context) {
        assertThat(said.path("error").asString("")).as("%s: %s", context, cut).isEmpty();
        int at = 0;
        for (Map.Entry<String, Report> each : reports.entrySet()) {
            JsonNode core = said.path("cores").path(at++);
            String described = context + ": core " + each.getKey() + ", " + cut;
            assertThat(core.path("error").asString("")).as(described).isEmpty();
            assertThat(NodePeer.JSON.treeToValue(core.path("before"), Report.class))
                    .as(described)
                    .isEqualTo(each.getValue());
        }
    }
}
