package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.key.CoreKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.MemoryStorage;
import io.corestore.storage.RandomAccessStorage;
import io.corestore.storage.io.MemoryFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a small store, to be damaged copy by copy: a core of its own that was cut twice, a sparse replica and a whole
 * one; and a peer that has all three whole.
 */
final class RottenStore {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int BLOCKS = 20;

    private final IoScheduler io;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<CoreKey, List<List<ByteBuffer>>> versions =
            new TreeMap<>((a, b) -> a.toHex().compareTo(b.toHex()));
    private final Map<CoreKey, String> folders = new ConcurrentHashMap<>();
    private final Map<CoreKey, Long> forks = new ConcurrentHashMap<>();
    private final Corestore peer;

    /** @param closed whether the store was closed before its files were taken; else much of it is only logged */
    RottenStore(IoScheduler io, Random random, boolean closed) {
        this.io = io;
        Map<String, MemoryFile> live = new ConcurrentHashMap<>();
        Corestore store = Corestores.open(RandomAccessStorage.of(
                        name -> live.computeIfAbsent(name, n -> new MemoryFile()), StorageOptions.on(io)))
                .block(SOON);
        peer = Corestores.open(MemoryStorage.create(StorageOptions.on(io))).block(SOON);
        var link = Pipe.join(store, peer);
        own(store, random);
        replica(store, random, "sparse", List.of(2L, 3L, 11L, 17L));
        replica(
                store,
                random,
                "whole",
                java.util.stream.LongStream.range(0, BLOCKS).boxed().toList());
        link.dispose();
        if (closed) {
            store.close().block(SOON);
        }
        live.forEach((name, file) -> files.put(name, bytes(file)));
        store.close().block(SOON);
    }

    private void own(Corestore store, Random random) {
        Core core = store.get("own").block(SOON);
        List<List<ByteBuffer>> all = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            all.add(new ArrayList<>());
        }
        append(core, random, 15, all);
        core.truncate(9).block(SOON);
        append(core, random, 16, all);
        core.truncate(14).block(SOON);
        append(core, random, BLOCKS, all);
        Core copy = peer.get(core.key()).block(SOON);
        copy.update().block(SOON);
        copy.download(BlockRange.of(0, BLOCKS)).blockLast(SOON);
        note(core, all);
    }

    private void replica(Corestore store, Random random, String name, List<Long> blocks) {
        Core source = peer.get(name).block(SOON);
        List<List<ByteBuffer>> all = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            all.add(new ArrayList<>());
        }
        append(source, random, BLOCKS, all);
        Core copy = store.get(source.key()).block(SOON);
        copy.update().block(SOON);
        copy.downloadBlocks(blocks).blockLast(SOON);
        note(copy, all);
    }

    private void note(Core core, List<List<ByteBuffer>> all) {
        versions.put(core.key(), all);
        forks.put(core.key(), core.fork());
        String id = core.discoveryKey().toHex();
        folders.put(core.key(), "cores/" + id.substring(0, 2) + "/" + id.substring(2, 4) + "/" + id + "/");
    }

    private static void append(Core core, Random random, int length, List<List<ByteBuffer>> versions) {
        for (int i = (int) core.length(); i < length; i++) {
            byte[] block = new byte[i % 6 == 5 ? 0 : 1 + random.nextInt(i % 4 == 0 ? 90 : 20)];
            random.nextBytes(block);
            core.append(ByteBuffer.wrap(block)).block(SOON);
            versions.get(i).add(ByteBuffer.wrap(block));
        }
    }

    private static byte[] bytes(MemoryFile file) {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        file.readUpTo(0, all);
        return all.array();
    }

    List<CoreKey> cores() {
        return List.copyOf(versions.keySet());
    }

    /** A store that has all three cores whole. */
    Corestore peer() {
        return peer;
    }

    int blocks() {
        return BLOCKS;
    }

    /** Whether this was ever appended at this index. */
    boolean isRight(CoreKey key, long index, ByteBuffer block) {
        return versions.get(key).get((int) index).contains(block);
    }

    /** Whether this was appended last at this index. */
    boolean isLast(CoreKey key, long index, ByteBuffer block) {
        List<ByteBuffer> all = versions.get(key).get((int) index);
        return all.get(all.size() - 1).equals(block);
    }

    /** Whether a core, damaged as it may be, is of the last length and fork. */
    boolean isLastState(Core core) {
        return core.length() == BLOCKS && core.fork() == forks.get(core.key());
    }

    /** The files of one core, and their sizes. */
    Map<String, Integer> files(CoreKey key) {
        Map<String, Integer> sizes = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (name.startsWith(folders.get(key))) {
                sizes.put(name, bytes.length);
            }
        });
        return sizes;
    }

    /** What stands in a file, not to be changed. */
    byte[] content(String file) {
        return files.get(file);
    }

    /** A copy of all files, one of them replaced. */
    CoreStorage with(String name, byte[] content) {
        Map<String, MemoryFile> live = new ConcurrentHashMap<>();
        return RandomAccessStorage.of(
                file -> live.computeIfAbsent(file, n -> copy(n.equals(name) ? content : files.get(n))),
                StorageOptions.on(io));
    }

    private static MemoryFile copy(byte @org.jspecify.annotations.Nullable [] content) {
        MemoryFile file = new MemoryFile();
        if (content != null && content.length > 0) {
            file.write(0, ByteBuffer.wrap(content));
        }
        return file;
    }

    void close() {
        peer.close().block(SOON);
    }
}
