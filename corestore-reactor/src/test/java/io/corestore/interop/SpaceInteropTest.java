package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk space that clearing gives back, as {@code du} sees it; and Node opens what is left. */
@RequiresNode
class SpaceInteropTest {
    private static final int BLOCKS = 1_600;
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int KEPT_FROM = BLOCKS * 9 / 10;
    private static final long RETURNED = 85_000_000;

    @TempDir
    private Path folder;

    private static List<ByteBuffer> blocks(int first, int count) {
        return Blocks.made("space", first, count, BLOCK_BYTES);
    }

    @Test
    void clearingNineTenthsOfAHundredMegabytesReturnsThem() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/du")), "there is no du to ask");
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("large");
            for (int first = 0; first < BLOCKS; first += 100) {
                await(core.append(blocks(first, 100)));
            }
            long before = used();
            assertThat(await(core.clear(BlockRange.of(0, KEPT_FROM)))).isEqualTo((long) KEPT_FROM * BLOCK_BYTES);
            if (Runtime.version().feature() < 22) {
                assertThat(await(core.compact())).isEqualTo((long) KEPT_FROM * BLOCK_BYTES);
            }
            assertThat(before - used()).isGreaterThanOrEqualTo(RETURNED);
            written = await(core.info());
            assertThat(await(core.read(BlockRange.from(KEPT_FROM)).collectList()))
                    .isEqualTo(blocks(KEPT_FROM, BLOCKS - KEPT_FROM));
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("large");
            Same.log(written, await(core.info()));
            assertThat(await(core.has(0, 1))).isFalse();
            assertThat(await(core.read(KEPT_FROM, KEPT_FROM + 20))).isEqualTo(blocks(KEPT_FROM, 20));
        }
    }

    private long used() throws IOException, InterruptedException {
        Process du = new ProcessBuilder("/usr/bin/du", "-s", "--block-size=1", folder.toString()).start();
        String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
    }
}
