package io.corestore.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The text that is shipped with the jar, often enough to be worth a transfer. */
final class DemoText {
    private static final String RESOURCE = "demo.txt";
    private static final int BYTES = 4_000_000;

    private DemoText() {}

    /** Writes the text, over and over, to a file of about four megabytes. */
    static Mono<Path> writeTo(Path folder) {
        return Mono.fromCallable(() -> write(folder.resolve(RESOURCE))).subscribeOn(Schedulers.boundedElastic());
    }

    private static Path write(Path file) throws IOException {
        byte[] text = text();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < BYTES; written += text.length) {
                out.write(text);
            }
        }
        return file;
    }

    private static byte[] text() throws IOException {
        try (InputStream in = DemoText.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException(RESOURCE + " is missing in the jar");
            }
            return in.readAllBytes();
        }
    }
}
