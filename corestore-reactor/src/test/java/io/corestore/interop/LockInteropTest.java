package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.error.StoreLockedException;
import io.corestore.reactor.Corestores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Only one of us holds the folder. */
@RequiresNode
class LockInteropTest {
    @TempDir
    Path folder;

    @Test
    void javaExcludesNode() {
        try (NodePeer node = NodePeer.start(NodeSet.V6)) {
            try (JavaPeer java = JavaPeer.at(folder)) {
                await(java.named("log").append(Blocks.made("x", 0, 1, 1)));
                node.open(folder)
                        .as(StepVerifier::create)
                        .verifyErrorSatisfies(
                                e -> assertThat(((NodeException) e).code()).isEqualTo("ELOCKED"));
            }
            await(node.open(folder));
            assertThat(await(node.named("log").info()).length()).isEqualTo(1);
        }
    }

    @Test
    void nodeExcludesJava() {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            await(node.named("log").appendMade("x", 0, 1, 1, 1));
            Corestores.open(folder).as(StepVerifier::create).verifyError(StoreLockedException.class);
            await(node.closeStore());
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            assertThat(java.named("log").length()).isEqualTo(1);
        }
    }

    @Test
    void suspendedJavaLetsNodeWriteMeanwhile() {
        try (NodePeer node = NodePeer.start(NodeSet.V6);
                JavaPeer java = JavaPeer.at(folder)) {
            Core before = java.named("log");
            await(before.append(Blocks.made("x", 0, 1, 1)));
            await(java.store().suspend());
            await(node.open(folder));
            await(node.named("log").appendMade("x", 1, 1, 1, 1));
            java.store().resume().as(StepVerifier::create).verifyError(StoreLockedException.class);
            await(node.closeStore());
            await(java.store().resume());
            assertThat(before.isClosed()).isTrue();
            assertThat(java.named("log").length()).isEqualTo(2);
        }
    }
}
