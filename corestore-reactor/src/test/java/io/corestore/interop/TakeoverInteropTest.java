package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder written here becomes a corestore 7. */
@RequiresNode
class TakeoverInteropTest {
    @TempDir
    Path folder;

    @Test
    void corestore7TakesAJavaFolderOver() {
        Map<List<String>, Integer> lengths = Map.of(
                List.of("small"), 1,
                List.of("log", "outer"), 100,
                List.of("log", "outer", "inner"), 1234,
                List.of("empty"), 0);
        List<Written> written = new ArrayList<>();
        try (JavaPeer java = JavaPeer.at(folder)) {
            lengths.forEach((path, length) -> written.add(write(java, path, length)));
        }
        try (NodePeer node = NodePeer.at(NodeSet.TAKEOVER, folder)) {
            written.forEach(each -> mustBeTheSame(each, node));
            assertThat(await(node.send("list", Map.of())).path("discoveryKeys").size())
                    .isEqualTo(lengths.size());
        }
    }

    @Test
    void corestore7TakesOverManifestCoresAndAReplicaOfATruncatedCore() {
        CoreInfo manifestCore;
        NodeInfo truncated;
        try (JavaPeer java = JavaPeer.at(folder.resolve("java"));
                NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("node"))) {
            Core core = java.core(CoreOptions.named("manifest").withKeyFormat(KeyFormat.MANIFEST_1));
            await(core.append(Blocks.made("manifest", 0, 50, 10)));
            manifestCore = await(core.info());
            NodeCore source = node.named("cut");
            truncated = await(source.appendMade("cut", 0, 40, 10, 40).then(source.truncate(30)));
            java.connect(await(node.serve()));
            Same.log(JavaPeer.download(java.keyed(truncated.key()), 30), truncated);
        }
        try (NodePeer node = NodePeer.at(NodeSet.TAKEOVER, folder.resolve("java"))) {
            Same.log(manifestCore, await(node.named("manifest").info()));
            assertThat(await(node.named("manifest").append(Blocks.made("on", 0, 1, 1)))
                            .length())
                    .isEqualTo(51);
            NodeInfo replica = await(node.keyed(truncated.key()).info());
            assertThat(replica.treeHash()).isEqualTo(truncated.treeHash());
            assertThat(replica.fork()).isEqualTo(1);
            assertThat(await(node.keyed(truncated.key()).digest()))
                    .isEqualTo(Blocks.digest(Blocks.made("cut", 0, 30, 10)));
        }
    }

    private static Written write(JavaPeer java, List<String> path, int length) {
        Core core = java.named(path.get(0), namespaces(path));
        await(core.append(Blocks.made(path.toString(), 0, length, 64)));
        return new Written(path, await(core.info()));
    }

    private static void mustBeTheSame(Written each, NodePeer node) {
        NodeCore core = node.named(each.path.get(0), namespaces(each.path));
        NodeInfo seen = await(core.info());
        Same.log(each.info, seen);
        assertThat(seen.writable()).isTrue();
        int length = (int) each.info.length();
        assertThat(await(core.digest())).isEqualTo(Blocks.digest(Blocks.made(each.path.toString(), 0, length, 64)));
        assertThat(await(core.append(Blocks.made("on", 0, 1, 1))).length()).isEqualTo(length + 1);
    }

    private static String[] namespaces(List<String> path) {
        return path.subList(1, path.size()).toArray(String[]::new);
    }

    private record Written(List<String> path, CoreInfo info) {}
}
