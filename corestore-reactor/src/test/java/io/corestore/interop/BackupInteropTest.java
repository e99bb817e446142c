package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.reactor.Corestores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is a folder that Node's corestore 6 opens; one of its folders can be backed up as well. */
@RequiresNode
class BackupInteropTest {
    @TempDir
    Path folder;

    @Test
    void nodeOpensABackupOfAJavaFolder() {
        List<ByteBuffer> blocks = Blocks.made("java", 0, 2_000, 60);
        CoreInfo written;
        CoreInfo cleared;
        try (JavaPeer java = JavaPeer.at(folder.resolve("store"))) {
            Core core = java.named("log", "outer");
            await(core.append(blocks)
                    .then(core.truncate(1_700))
                    .then(core.append(blocks.subList(0, 10)))
                    .thenReturn(1));
            Core sparse = java.named("sparse");
            await(sparse.append(blocks).then(sparse.clear(BlockRange.of(100, 1_900))));
            written = await(core.info());
            cleared = await(sparse.info());
            await(java.store().backup(folder.resolve("backup")));
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("backup"))) {
            NodeCore core = node.named("log", "outer");
            Same.log(written, await(core.info()));
            assertThat(await(core.read(0, 1_700))).isEqualTo(blocks.subList(0, 1_700));
            assertThat(await(core.read(1_700, 1_710))).isEqualTo(blocks.subList(0, 10));
            NodeCore sparse = node.named("sparse");
            Same.log(cleared, await(sparse.info()));
            assertThat(await(sparse.read(0, 100))).isEqualTo(blocks.subList(0, 100));
            assertThat(await(sparse.read(1_900, 2_000))).isEqualTo(blocks.subList(1_900, 2_000));
        }
    }

    @Test
    void aNodeFolderIsBackedUpForNode() {
        NodeInfo written;
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("store"))) {
            written = await(node.named("log")
                    .appendMade("x", 0, 300, 50, 50)
                    .then(node.named("log").truncate(211)));
            await(node.closeStore());
        }
        assertThat(await(Corestores.restore(folder.resolve("store"), folder.resolve("backup")))
                        .isWhole())
                .isTrue();
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("backup"))) {
            NodeInfo copied = await(node.named("log").info());
            assertThat(copied.treeHash()).isEqualTo(written.treeHash());
            assertThat(copied.fork()).isEqualTo(1);
            assertThat(await(node.named("log").read(0, 211))).isEqualTo(Blocks.made("x", 0, 211, 50));
        }
    }
}
