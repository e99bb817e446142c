package io.corestore.storage.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store folder written by Node, and what is in it. The README beside the fixtures explains the fields.
 *
 * @param facts the JSON beside the archive
 */
public record Fixture(String name, JsonNode facts) {
    private static final int BLOCK = 512;

    /** Reads what is known about a fixture, such as {@code v6-one-block}. */
    public static Fixture of(String name) {
        try (InputStream in = resource(name + ".json")) {
            return new Fixture(name, JsonMapper.shared().readTree(in));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The names of all fixtures of corestore 6. */
    public static List<String> names() {
        try (InputStream in = resource("names.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public List<JsonNode> cores() {
        return facts.get("cores").valueStream().toList();
    }

    /** Unpacks the archive below a folder and returns the folder of the store. */
    public Path unpack(Path into) {
        try (InputStream in = new GZIPInputStream(resource(name + ".tar.gz"))) {
            byte[] header = in.readNBytes(BLOCK);
            while (header.length == BLOCK && header[0] != 0) {
                unpackEntry(header, in, into);
                header = in.readNBytes(BLOCK);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return into.resolve("store");
    }

    @Override
    public String toString() {
        return name;
    }

    private static void unpackEntry(byte[] header, InputStream in, Path into) throws IOException {
        String prefix = text(header, 345, 155);
        String entry = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        byte[] content = in.readNBytes(size);
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        Path target = into.resolve(entry);
        if (header[156] == '5') {
            Files.createDirectories(target);
        } else if (header[156] == '0' || header[156] == 0) {
            Files.createDirectories(target.getParent());
            Files.write(target, content);
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static InputStream resource(String file) {
        InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + file);
        if (in == null) {
            throw new IllegalArgumentException("no fixture file " + file);
        }
        return in;
    }
}
