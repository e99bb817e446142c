package io.corestore.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** How a child speaks: each line in one write, so that it is heard whole or not at all. */
final class Voice {
    /** What a child that ends at a named point, or with its parent, exits with: the same as one that was killed. */
    static final int KILLED = 137;

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private Voice() {}

    static synchronized void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException nobodyHears) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** Ends this process with its parent. */
    static void endWithParent() {
        Thread listener = new Thread(
                () -> {
                    try (InputStream in = System.in) {
                        in.transferTo(FileOutputStream.nullOutputStream());
                    } catch (IOException gone) {
                        // the same as the end of the input
                    }
                    Runtime.getRuntime().halt(KILLED);
                },
                "parent");
        listener.setDaemon(true);
        listener.start();
    }
}
