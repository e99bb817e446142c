package io.corestore.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** The peers themselves: what the other interop tests rely on. */
@RequiresNode
class NodePeerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"V6, V7", "V7, V6", "TAKEOVER, V6"})
    void twoGenerationsReplicateALogThatWasTruncated(NodeSet writerSet, NodeSet readerSet) {
        try (NodePeer writer = NodePeer.at(writerSet, folder.resolve("writer"));
                NodePeer reader = NodePeer.at(readerSet, folder.resolve("reader"))) {
            NodeCore source = writer.named("log", "outer", "inner");
            NodeInfo written = source.appendMade("x", 0, 30, 10, 7)
                    .then(source.truncate(20))
                    .then(source.append(List.of(ByteBuffer.wrap("last".getBytes(StandardCharsets.UTF_8)))))
                    .block();
            reader.connect(writer.serve().block()).block();
            NodeCore copy = reader.keyed(written.key());
            NodeInfo read = copy.awaitLength(21).then(copy.download(21)).block();
            assertThat(read.treeHash()).isEqualTo(written.treeHash());
            assertThat(read.fork()).isEqualTo(1);
            assertThat(copy.digest().block()).isEqualTo(source.digest().block());
        }
    }

    @Test
    void madeBlocksAndDigestsAreTheSameOnBothSides() {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("made");
            core.appendMade("seed", 5, 20, 33, 20).block();
            List<ByteBuffer> expected = Blocks.made("seed", 5, 20, 33);
            assertThat(core.read(0, 20).block()).isEqualTo(expected);
            assertThat(core.digest().block()).isEqualTo(Blocks.digest(expected));
        }
    }

    @Test
    void anErrorOfNodeArrivesWithItsCode() {
        try (NodePeer first = NodePeer.at(NodeSet.V6, folder);
                NodePeer second = NodePeer.start(NodeSet.V6)) {
            assertThat(first.events()).isNotEmpty();
            second.open(folder)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(
                            e -> assertThat(((NodeException) e).code()).isEqualTo("ELOCKED"));
        }
    }

    @Test
    void aPeerThatMetWithWhatNobodyProvokedFailsWhenItIsClosed() throws IOException {
        NodePeer troubled = NodePeer.at(NodeSet.V6, folder.resolve("troubled"));
        sendNonsense(troubled);
        assertThatThrownBy(troubled::close).hasMessageContaining("stream-error");
        NodePeer provoked =
                NodePeer.at(NodeSet.V7, folder.resolve("provoked")).provoked("stream-error", "nonsense is sent to it");
        sendNonsense(provoked);
        provoked.close();
    }

    private static void sendNonsense(NodePeer peer) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", peer.serve().block())) {
            socket.getOutputStream().write(new byte[100]);
            peer.heard("stream-error").block(JavaPeer.LIMIT);
        }
    }

    @Test
    void aCommandThatWaitsForEverTimesOutAndAProcessThatEndedSaysSo() {
        NodePeer node = NodePeer.at(NodeSet.V6, folder);
        node.send("waitLength", Map.of("name", "none", "length", 1), Duration.ofMillis(200))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(e -> assertThat(e).hasMessageContaining("TIMEOUT"));
        node.close();
        node.send("info", Map.of("name", "none"))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(e -> assertThat(e).hasMessageContaining("has ended"));
    }
}
