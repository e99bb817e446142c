package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node opens a folder in which blocks and nodes were given up, and gives them back. */
@RequiresNode
class DamageInteropTest {
    private static final int BLOCKS = 64;

    @TempDir
    private Path folder;

    private Path java() {
        return folder.resolve("java");
    }

    private static void damage(Path store, Core core, String file, long position) throws IOException {
        String id = core.discoveryKey().toHex();
        Path path = store.resolve(Path.of("cores", id.substring(0, 2), id.substring(2, 4), id, file));
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 1);
        }
    }

    private static void downloadAllBut(long block, Core core) {
        JavaPeer.awaitLength(core, BLOCKS);
        List<Long> others =
                LongStream.range(0, BLOCKS).filter(i -> i != block).boxed().toList();
        await(core.downloadBlocks(others).then());
    }

    @Test
    void nodeOpensWhatWasGivenUpAndGivesItBack() throws Exception {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("node"))) {
            var written = await(node.named("log").appendMade("node", 0, BLOCKS, 100, BLOCKS));
            int port = await(node.serve());
            Core copy;
            try (JavaPeer java = JavaPeer.at(java())) {
                java.connect(port);
                copy = java.keyed(written.key());
                downloadAllBut(4, copy);
            }
            damage(
                    java(),
                    copy,
                    "tree",
                    40 * 8 + 20); // the leaf of block 4, which is not here: nothing tells it any more
            damage(java(), copy, "data", 100 * 40); // and a block
            try (JavaPeer java = JavaPeer.at(java())) {
                AuditReport found = await(java.keyed(written.key()).audit(AuditMode.REPAIR));
                assertThat(found.badNodes()).isEqualTo(2);
                assertThat(found.badBlocks()).containsExactly(BlockRange.of(5, 6), BlockRange.of(40, 41));
            }
            CoreInfo left;
            try (NodePeer other = NodePeer.at(NodeSet.V6, java())) {
                NodeCore core = other.keyed(written.key());
                assertThat(await(core.info()).length()).isEqualTo(BLOCKS);
                assertThat(await(core.has(4, 6))).isFalse();
                assertThat(await(core.has(40, 41))).isFalse();
                assertThat(await(core.read(6, 40))).isEqualTo(Blocks.made("node", 6, 34, 100));
                assertThat(await(core.read(41, BLOCKS))).isEqualTo(Blocks.made("node", 41, BLOCKS - 41, 100));
            }
            try (JavaPeer java = JavaPeer.at(java())) {
                java.connect(port);
                Core core = java.keyed(written.key());
                left = JavaPeer.download(core, BLOCKS);
                assertThat(left.contiguousLength()).isEqualTo(BLOCKS);
                assertThat(JavaPeer.blocks(core)).isEqualTo(Blocks.made("node", 0, BLOCKS, 100));
                assertThat(await(core.audit(AuditMode.DRY_RUN))).matches(AuditReport::isSound);
            }
        }
    }

    @Test
    void nodeFetchesWhatWasGivenUpHere() throws Exception {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("node"))) {
            var written = await(node.named("log").appendMade("node", 0, BLOCKS, 100, BLOCKS));
            Core copy;
            try (JavaPeer java = JavaPeer.at(java())) {
                java.connect(await(node.serve()));
                copy = java.keyed(written.key());
                downloadAllBut(4, copy);
            }
            damage(java(), copy, "tree", 40 * 8 + 20);
            try (JavaPeer java = JavaPeer.at(java())) {
                assertThat(await(java.keyed(written.key()).audit(AuditMode.REPAIR))
                                .badNodes())
                        .isEqualTo(2);
            }
            try (NodePeer other = NodePeer.at(NodeSet.V6, java());
                    JavaPeer between = JavaPeer.at(folder.resolve("between"))) {
                between.connect(await(node.serve()));
                JavaPeer.download(between.keyed(written.key()), BLOCKS);
                await(other.connect(between.serve()));
                NodeCore core = other.keyed(written.key());
                await(core.download(BLOCKS));
                assertThat(await(core.read(0, BLOCKS))).isEqualTo(Blocks.made("node", 0, BLOCKS, 100));
            }
        }
    }
}
