package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Extension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Cores exchanged over TCP with Node peers of both generations. */
@RequiresNode
class ReplicationInteropTest extends TwoPeers {
    private static final int CORES = 100;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodePullsFromJava(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            for (KeyFormat format : KeyFormat.values()) {
                CoreInfo written = write(java, format, 1000);
                node.connect(java.serve()).block();
                NodeCore copy = node.keyed(written.key().toHex());
                await(copy.awaitLength(written.length()));
                Same.log(written, await(copy.download(written.length())));
                assertThat(await(copy.digest())).isEqualTo(Blocks.digest(Blocks.made("java", 0, 1000, 100)));
                await(node.disconnect());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaPullsFromNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("log", "outer");
            NodeInfo written = await(source.appendMade("node", 0, 1000, 100, 100));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.download(copy, 1000);
            Same.content(copy, source);
            assertThat(copy.writable()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aFreshJavaReaderPullsATruncatedCoreFromNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("cut");
            NodeInfo written = await(source.appendMade("node", 0, 500, 100, 100)
                    .then(source.truncate(123))
                    .then(source.appendMade("after", 0, 77, 100, 7)));
            assertThat(written.fork()).isEqualTo(1);
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.download(copy, 200);
            Same.content(copy, source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aJavaReplicaFollowsTheForksOfNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("cut");
            NodeInfo written = await(source.appendMade("node", 0, 500, 100, 100));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.download(copy, 500);
            await(source.truncate(123).then(source.appendMade("after", 0, 77, 100, 7)));
            JavaPeer.awaitFork(copy, 1, 200); // Node drops whoever asks for a tree that it is cutting
            await(source.truncate(150));
            JavaPeer.awaitFork(copy, 2, 150);
            await(source.appendMade("last", 0, 400, 100, 50));
            JavaPeer.download(copy, 550);
            Same.content(copy, source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeFollowsTheForkOfAJavaWriter(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            Core source = java.named("cut");
            await(source.append(Blocks.made("java", 0, 500, 100)));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex());
            await(copy.download(500));
            await(source.truncate(123).then(source.append(Blocks.made("after", 0, 427, 100))));
            await(copy.download(550));
            Same.content(source, copy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void connectionsThatNodeCutsAreMadeAgainUntilAllIsHere(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            List<NodeCore> sources =
                    IntStream.range(0, 10).mapToObj(i -> node.named("cut " + i)).toList();
            sources.forEach(source -> await(source.appendMade("node", 0, 4_000, 100, 1_000)));
            java.stayConnected(await(node.serve()));
            List<Core> copies = sources.stream()
                    .map(source -> java.keyed(await(source.info()).key()))
                    .toList();
            Mono<Void> all = Flux.fromIterable(copies)
                    .flatMap(copy -> JavaPeer.grownTo(copy, 4_000).thenMany(copy.download(BlockRange.of(0, 4_000))))
                    .then();
            await(Flux.interval(Duration.ofMillis(200), Schedulers.boundedElastic())
                    .onBackpressureDrop()
                    .concatMap(tick -> node.disconnect(), 1)
                    .takeUntilOther(all)
                    .then());
            for (int i = 0; i < copies.size(); i++) {
                Same.content(copies.get(i), sources.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void onlyTheBlocksAskedForArePulled(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeInfo written = await(node.named("sparse").appendMade("node", 0, 300, 10, 300));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            assertThat(await(copy.get(250))).isEqualTo(Blocks.made("node", 250, 10));
            assertThat(await(copy.has(250))).isTrue();
            assertThat(await(copy.has(10))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aSparseJavaReaderSeeksAtNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeInfo written = await(node.named("seek").appendMade("node", 0, 300, 10, 300));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitLength(copy, 300);
            for (int block = 3; block < 300; block += 60) {
                assertThat(await(copy.seek(10 * block + 7))).isEqualTo(new BlockPosition(block, 7));
            }
            assertThat(await(copy.seek(3000))).isEqualTo(new BlockPosition(300, 0));
            assertThat(await(copy.has(3))).isFalse();
            List<ByteBuffer> slices =
                    await(copy.readBytes(ByteRange.of(1234, 1256)).collectList());
            assertThat(slices.stream().mapToInt(ByteBuffer::remaining)).containsExactly(6, 10, 6);
            assertThat(slices.get(1)).isEqualTo(Blocks.made("node", 124, 10));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaAnswersNodesSeeks(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            CoreInfo written = write(java, KeyFormat.MANIFEST_1, 301);
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(written.key().toHex());
            await(copy.awaitLength(301));
            for (int block = 3; block < 301; block += 60) {
                assertThat(await(copy.seek(100 * block + 7))).isEqualTo(new BlockPosition(block, 7));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void extensionMessagesGoBothWays(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("talk");
            NodeInfo written = await(source.appendMade("node", 0, 3, 10, 3));
            await(source.greet("greet"));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitLength(copy, 3);
            Extension extension = copy.extension("greet");
            copy.extension("unknown").broadcast(text("nobody listens")).block(JavaPeer.LIMIT);
            Flux<ByteBuffer> answers = extension.messages().map(Extension.Received::message);
            assertThat(await(Flux.merge(
                                    answers,
                                    extension
                                            .broadcast(text("hello"))
                                            .then(extension.broadcast(text("again")))
                                            .then(Mono.<ByteBuffer>empty()))
                            .take(2)
                            .collectList()))
                    .containsExactly(text("HELLO"), text("AGAIN"));
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaFollowsANodeWriter(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("live");
            NodeInfo written = await(source.appendMade("tick", 0, 3, 20, 3));
            java.connect(await(node.serve()));
            Flux<ByteBuffer> first = java.keyed(written.key()).follow(0).take(10);
            await(source.appendEvery(Duration.ofMillis(300)));
            assertThat(await(first.collectList())).isEqualTo(Blocks.made("tick", 0, 10, 20));
            await(source.stopAppending());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aNodeReaderFollowsAJavaWriter(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            CoreInfo written = write(java, KeyFormat.COMPAT, 3);
            Core source = java.named(KeyFormat.COMPAT.name());
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(written.key().toHex());
            await(copy.awaitLength(3));
            for (int i = 3; i < 10; i++) {
                await(source.append(Blocks.made("java", i, 100)));
                await(copy.awaitLength(i + 1));
                assertThat(await(copy.read(i, i + 1))).containsExactly(Blocks.made("java", i, 100));
            }
            Same.content(source, copy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aCoreThatIsOpenedLaterJoinsTheConnection(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            java.connect(await(node.serve()));
            NodeInfo written = await(node.named("late").appendMade("late", 0, 20, 10, 20));
            Core copy = java.keyed(written.key());
            JavaPeer.download(copy, 20);
            Same.content(copy, node.named("late"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aHundredCoresCrossOneConnectionEachWay(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            List<Core> javaCores = new ArrayList<>();
            List<NodeInfo> nodeCores = new ArrayList<>();
            for (int i = 0; i < CORES; i++) {
                Core core = java.named("core-" + i, "java");
                await(core.append(Blocks.made("java-" + i, 0, 10, 50)));
                javaCores.add(core);
                nodeCores.add(await(node.named("core-" + i, "node").appendMade("node-" + i, 0, 10, 50, 10)));
            }
            java.connect(await(node.serve()));
            List<NodeCore> copies = javaCores.stream()
                    .map(core -> node.keyed(core.key().toHex()))
                    .toList();
            await(Flux.fromIterable(copies)
                    .flatMap(copy -> copy.awaitLength(10).then(copy.download(10)), CORES)
                    .then());
            IntStream.range(0, CORES).forEach(i -> {
                Same.content(javaCores.get(i), copies.get(i));
                Core copy = java.keyed(nodeCores.get(i).key());
                JavaPeer.download(copy, 10);
                assertThat(JavaPeer.blocks(copy)).isEqualTo(Blocks.made("node-" + i, 0, 10, 50));
            });
        }
    }

    private static CoreInfo write(JavaPeer java, KeyFormat format, int blocks) {
        Core core = java.core(CoreOptions.named(format.name()).withKeyFormat(format));
        await(core.append(Blocks.made("java", 0, blocks, 100)));
        return await(core.info());
    }
}
