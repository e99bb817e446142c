package io.corestore.process;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.ReadOptions;
import io.corestore.error.BlockUnavailableException;
import io.corestore.interop.Blocks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** What a core holds: a cleared block is empty, and so is the whole where there is no core. */
public final class LogModel {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int DATA = 4;
    private boolean there;
    private boolean signed;
    private long fork;
    private final List<Optional<ByteBuffer>> blocks = new ArrayList<>();
    private final Map<String, ByteBuffer> data = new TreeMap<>();

    /** What is stored of an open core. */
    public static LogModel of(Core core) {
        LogModel model = new LogModel();
        model.there = true;
        model.fork = core.fork();
        model.blocks.addAll(Flux.range(0, (int) core.length())
                .flatMapSequential(index -> core.get(index, ReadOptions.LOCAL)
                        .map(Optional::of)
                        .onErrorReturn(BlockUnavailableException.class, Optional.empty()))
                .collectList()
                .block(SOON));
        for (int i = 0; i < DATA; i++) {
            String key = "datum-" + i;
            core.userData(key).blockOptional(SOON).ifPresent(value -> model.data.put(key, value));
        }
        return model;
    }

    /** The same, to be changed apart. */
    public LogModel copy() {
        LogModel copy = new LogModel();
        copy.there = there;
        copy.signed = signed;
        copy.fork = fork;
        copy.blocks.addAll(blocks);
        copy.data.putAll(data);
        return copy;
    }

    public void apply(Change change) {
        switch (change.kind()) {
            case CREATE -> there = true;
            case APPEND -> {
                signed = true;
                change.blocks().forEach(block -> blocks.add(Optional.of(block)));
            }
            case TRUNCATE -> {
                blocks.subList(change.from(), blocks.size()).clear();
                fork++;
            }
            case CLEAR -> blocks.subList(change.from(), change.to()).replaceAll(block -> Optional.empty());
            case DATUM -> put(change.key(), change.value());
            case PURGE -> {
                there = false;
                fork = 0;
                blocks.clear();
                data.clear();
            }
            case COMPACT, FETCH, REOPEN -> {}
        }
    }

    private void put(String key, ByteBuffer value) {
        if (value.hasRemaining()) {
            data.put(key, value);
        } else {
            data.remove(key);
        }
    }

    boolean isThere() {
        return there;
    }

    /** Whether the owner ever signed something. */
    boolean wasSigned() {
        return signed;
    }

    public int length() {
        return blocks.size();
    }

    /** Whether these blocks have bytes that are stored. */
    public boolean hasBytes(int from, int to) {
        return blocks.subList(from, to).stream().flatMap(Optional::stream).anyMatch(ByteBuffer::hasRemaining);
    }

    public long fork() {
        return fork;
    }

    /** For each block {@code 1} if it is stored, else {@code 0}. */
    public String present() {
        StringBuilder present = new StringBuilder();
        blocks.forEach(block -> present.append(block.isPresent() ? '1' : '0'));
        return present.toString();
    }

    /** The {@link Blocks#digest} of the stored blocks. */
    public String digest() {
        return Blocks.digest(blocks.stream().flatMap(Optional::stream).toList());
    }

    public Map<String, ByteBuffer> data() {
        return Collections.unmodifiableMap(data);
    }

    /** Whether both hold the same, byte for byte. */
    boolean isSame(LogModel other) {
        return there == other.there && fork == other.fork && blocks.equals(other.blocks) && data.equals(other.data);
    }

    /** Whether all blocks of a copy are those of this core. */
    boolean hasAllOf(LogModel copy) {
        return copy.fork == fork
                && copy.length() <= length()
                && IntStream.range(0, copy.length())
                        .allMatch(i -> copy.blocks.get(i).isEmpty()
                                || copy.blocks.get(i).equals(blocks.get(i)));
    }

    boolean has(BlockRange range) {
        return range.end() <= length()
                && blocks.subList((int) range.start(), (int) range.end()).stream()
                        .allMatch(Optional::isPresent);
    }

    @Override
    public String toString() {
        long missing = blocks.stream().filter(Optional::isEmpty).count();
        return there
                ? "fork " + fork + ", " + length() + " blocks, " + missing + " of them cleared, hash "
                        + blocks.hashCode() + ", data " + data.keySet()
                : "no core";
    }
}
