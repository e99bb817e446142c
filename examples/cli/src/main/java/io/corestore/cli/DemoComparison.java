package io.corestore.cli;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Compares what two reopened stores hold of one core: the signed tree, and every byte read back from disk. */
final class DemoComparison {
    private final Path source;
    private final int blockSize;

    DemoComparison(Path source, int blockSize) {
        this.source = source;
        this.blockSize = blockSize;
    }

    /** The verdict on one core; the core of the whole file is compared with the file as well. */
    Mono<Verdict> of(DemoCore core, Corestore writer, Corestore reader) {
        Mono<Side> written = core.use(writer, DemoComparison::side).single();
        return written.flatMap(here -> other(reader, here.key()).flatMap(there -> verdict(core, here, there)));
    }

    private static Mono<Side> other(Corestore reader, CoreKey key) {
        return reader.use(CoreOptions.keyed(key), DemoComparison::side).single();
    }

    private Mono<Verdict> verdict(DemoCore core, Side written, Side read) {
        Verdict both = new Verdict(core.path(), written, written.equals(read));
        if (!core.name().equals("text")) {
            return Mono.just(both);
        }
        return sha256(Blocks.file(source, blockSize))
                .map(file -> new Verdict(core.path(), written, both.equal() && file.equals(written.sha256())));
    }

    private static Mono<Side> side(Core log) {
        Mono<String> content = sha256(log.read(BlockRange.of(0, log.length()), ReadOptions.LOCAL));
        return content.zipWith(
                log.info(),
                (sha256, info) ->
                        new Side(info.key(), info.length(), info.byteLength(), info.fork(), info.treeHash(), sha256));
    }

    private static Mono<String> sha256(Flux<ByteBuffer> blocks) {
        return blocks.reduceWith(DemoComparison::newSha256, DemoComparison::add)
                .map(digest -> HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest add(MessageDigest digest, ByteBuffer block) {
        digest.update(block.duplicate());
        return digest;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    /** What one store holds of a core. */
    private record Side(CoreKey key, long length, long byteLength, long fork, Hash treeHash, String sha256) {}

    /** Whether both stores hold the same, and what the writer's holds. */
    static final class Verdict {
        private final String path;
        private final Side written;
        private final boolean equal;

        private Verdict(String path, Side written, boolean equal) {
            this.path = path;
            this.written = written;
            this.equal = equal;
        }

        boolean equal() {
            return equal;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-15s %,9d blocks %,13d bytes, tree hash %s, sha256 %s",
                    path,
                    written.length(),
                    written.byteLength(),
                    written.treeHash().toHex(),
                    written.sha256());
        }
    }
}
