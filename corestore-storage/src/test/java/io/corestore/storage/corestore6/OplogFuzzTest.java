package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.DiscoveryKey;
import io.corestore.storage.io.FilePool;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.test.Cost;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an oplog holds, the core opens or is damaged, soon and within bounds. */
final class OplogFuzzTest {
    private static final DiscoveryKey KEY = DiscoveryKey.of(new byte[32]);

    /** Runs the inputs kept beside the tests; with JAZZER_FUZZ=1 it looks for more. */
    @FuzzTest(maxDuration = "18m")
    void opensOrIsDamaged(byte[] input) throws IOException {
        open(OplogPieces.file(input));
    }

    /** What the pieces say of a real file is that file, so that fuzzing starts from what stores write. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void piecesStandForFilesOfNode(String fixture, @TempDir Path folder) throws IOException {
        for (Path oplog : oplogs(Fixture.of(fixture).unpack(folder))) {
            byte[] pieces = OplogPieces.of(Files.readAllBytes(oplog));

            assertThat(OplogPieces.of(OplogPieces.file(pieces))).isEqualTo(pieces);
            open(OplogPieces.file(pieces));
        }
    }

    static List<String> fixtures() {
        return Fixture.names();
    }

    private static List<Path> oplogs(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.endsWith("oplog")).toList();
        }
    }

    private static void open(byte[] oplog) throws IOException {
        MemoryVolume volume = new MemoryVolume();
        CoreFiles files = CoreFiles.of(KEY, new FilePool(8), volume);
        volume.put(files.oplog().name(), ByteBuffer.wrap(oplog));
        Cost.check(oplog.length, () -> load(files));
    }

    private static void load(CoreFiles files) {
        try {
            new CoreLoader(files).peek();
            new CoreLoader(files).load(Integer.MAX_VALUE);
        } catch (CoreCorruptException damaged) {
            assertThat(damaged).hasMessageContaining(KEY.toString());
        }
    }
}
