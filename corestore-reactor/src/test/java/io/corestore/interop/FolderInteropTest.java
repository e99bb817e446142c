package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One folder, written and read by this project and by Node's corestore 6 in turn. */
@RequiresNode
class FolderInteropTest {
    private static final int BLOCKS = 1234;

    @TempDir
    Path folder;

    @Test
    void nodeOpensAJavaFolderByNameAndGoesOnAndJavaReadsOn() {
        List<ByteBuffer> blocks = withEmptyOnes();
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log", "outer", "inner");
            await(core.append(blocks.subList(0, 1000)));
            await(core.append(blocks.subList(1000, BLOCKS)));
            await(java.named("beside").append(Blocks.made("beside", 0, 1, 5)));
            written = await(core.info());
        }
        NodeInfo extended;
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log", "outer", "inner");
            NodeInfo seen = await(core.info());
            Same.log(written, seen);
            assertThat(seen.writable()).isTrue();
            assertThat(await(core.read(0, BLOCKS))).isEqualTo(blocks);
            extended = await(core.appendMade("node", 0, 77, 10, 7));
            assertThat(await(node.named("beside").info()).length()).isEqualTo(1);
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log", "outer", "inner");
            Same.log(await(core.info()), extended);
            assertThat(core.writable()).isTrue();
            assertThat(JavaPeer.blocks(core).subList(BLOCKS, BLOCKS + 77)).isEqualTo(Blocks.made("node", 0, 77, 10));
        }
    }

    @Test
    void javaOpensANodeFolderWithATruncatedCoreAndGoesOnAndNodeReadsOn() {
        NodeInfo written;
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log", "outer", "inner");
            written = await(core.appendMade("x", 0, 300, 50, 50)
                    .then(core.truncate(211))
                    .then(core.append(withEmptyOnes().subList(0, 100))));
            assertThat(written.fork()).isEqualTo(1);
            await(node.closeStore());
        }
        CoreInfo extended;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log", "outer", "inner");
            Same.log(await(core.info()), written);
            assertThat(core.writable()).isTrue();
            assertThat(JavaPeer.blocks(core).subList(211, 311))
                    .isEqualTo(withEmptyOnes().subList(0, 100));
            await(core.append(Blocks.made("java", 0, 10, 10)));
            extended = await(core.info());
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log", "outer", "inner");
            Same.log(extended, await(core.info()));
            assertThat(await(core.read(311, 321))).isEqualTo(Blocks.made("java", 0, 10, 10));
            assertThat(await(core.append(Blocks.made("node", 0, 1, 3))).length())
                    .isEqualTo(322);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameGivesTheSameCoreInEveryKeyFormat(KeyFormat format) {
        CoreInfo written;
        CoreOptions options = CoreOptions.named("formats").withKeyFormat(format);
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.core(options);
            await(core.append(Blocks.made("java", 0, 9, 100)));
            written = await(core.info());
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder, nodeOptions(format))) {
            NodeCore core = node.named("formats");
            Same.log(written, await(core.info()));
            await(core.appendMade("node", 0, 5, 10, 5));
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            assertThat(java.core(options).length()).isEqualTo(14);
        }
    }

    private static Map<String, ?> nodeOptions(KeyFormat format) {
        return format == KeyFormat.COMPAT
                ? Map.of("compat", true)
                : Map.of("compat", false, "manifestVersion", format == KeyFormat.MANIFEST_0 ? 0 : 1);
    }

    /** 1,234 blocks of changing sizes, every seventh of them empty. */
    private static List<ByteBuffer> withEmptyOnes() {
        List<ByteBuffer> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(Blocks.made("java", i, i % 7 == 0 ? 0 : i % 300));
        }
        return blocks;
    }
}
