package io.corestore.reactor;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.corestore.Corestore;
import io.corestore.crypto.KeySeal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Folders of stores that are sealed and unsealed, to be deleted with a store under test. */
final class TckFolders {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final KeySeal SEAL = seal();

    private TckFolders() {}

    static Mono<Void> seal(TckStore on) {
        return Sealing.seal(folder(on), SEAL);
    }

    static Mono<Void> unseal(TckStore on) {
        Path folder = folder(on);
        Sealing.seal(folder, SEAL).block(SOON);
        return Sealing.unseal(folder, SEAL);
    }

    static Mono<Void> rotate(TckStore on) {
        Path folder = folder(on);
        Sealing.seal(folder, SEAL).block(SOON);
        return Sealing.rotate(folder, SEAL, SEAL);
    }

    private static Path folder(TckStore on) {
        try {
            Path folder = Files.createTempDirectory("corestore-tck");
            on.atClose(Mono.fromRunnable(() -> delete(folder)));
            Corestores.open(folder).flatMap(Corestore::close).block(SOON);
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static KeySeal seal() {
        try {
            AeadConfig.register();
            return KeySeal.with(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
                    .getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
