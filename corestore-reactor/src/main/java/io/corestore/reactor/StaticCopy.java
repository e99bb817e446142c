package io.corestore.reactor;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.encoding.FlatTree;
import io.corestore.error.BlockUnavailableException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A core without signers, whose manifest names its content (spec page 20, section 8): made of proofs of another core,
 * which the prologue verifies instead of a signature.
 */
final class StaticCopy {
    private static final int MANIFEST_VERSION = 1;
    private static final int AT_ONCE = 256;

    private final Core source;
    private final Core copy;
    private final long length;

    private StaticCopy(Core source, Core copy, long length) {
        this.source = source;
        this.copy = copy;
        this.length = length;
    }

    /** @param open opens the copy, which the subscriber owns */
    static Mono<Core> of(Core source, Function<CoreOptions, Mono<Core>> open) {
        return Mono.defer(() -> {
            long length = source.length();
            if (length == 0) {
                throw new IllegalArgumentException("core " + source.discoveryKey() + " has no blocks to be named by");
            }
            return source.treeHash(length)
                    .flatMap(hash -> open.apply(CoreOptions.of(manifest(hash, length))))
                    .flatMap(copy -> Delivery.of(
                            new StaticCopy(source, copy, length).fill().thenReturn(copy), copy::close));
        });
    }

    private static Manifest manifest(Hash treeHash, long length) {
        return new Manifest(MANIFEST_VERSION, false, 0, List.of(), new Prologue(treeHash, length), List.of(), null);
    }

    private Mono<Void> fill() {
        Mono<Boolean> tree = copy.length() == length ? Mono.just(true) : copyTree();
        return tree.thenMany(Flux.fromStream(() -> LongStream.range(0, length).boxed()))
                .flatMap(this::copyBlock, AT_ONCE)
                .then();
    }

    private Mono<Boolean> copyTree() {
        return source.proof(request(null, new Upgrade(0, length)))
                .switchIfEmpty(Mono.error(() -> new BlockUnavailableException(
                        "the tree of core " + source.discoveryKey() + " is not stored here")))
                .flatMap(proof -> copy.applyProof(unsigned(proof)));
    }

    private Mono<Boolean> copyBlock(long index) {
        return Mono.zip(source.has(index), copy.has(index), (there, here) -> there && !here)
                .filter(wanted -> wanted)
                .flatMap(wanted -> source.proof(request(new Target(index, levels(index)), null)))
                .flatMap(proof -> copy.applyProof(unsigned(proof)));
    }

    private Message.Request request(@Nullable Target block, @Nullable Upgrade upgrade) {
        return new Message.Request(0, 0, source.fork(), block, null, null, upgrade, false, 0);
    }

    /** How far the root above a block is from it. */
    private long levels(long index) {
        long levels = 0;
        long node = 2 * index;
        while (!FlatTree.covers(FlatTree.parent(node), 2 * length)) {
            node = FlatTree.parent(node);
            levels++;
        }
        return levels;
    }

    /** The same of a core that was never truncated and ends where the prologue does. */
    private static Message.Data unsigned(Message.Data proof) {
        UpgradePart upgrade = proof.upgrade();
        UpgradePart bare = upgrade == null
                ? null
                : new UpgradePart(
                        upgrade.start(), upgrade.length(), upgrade.nodes(), List.of(), ByteBuffer.allocate(0));
        return new Message.Data(0, 0, 0, proof.block(), null, null, bare, null);
    }
}
