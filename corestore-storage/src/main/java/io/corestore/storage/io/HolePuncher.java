package io.corestore.storage.io;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives parts of a file back to the file system with Linux's {@code fallocate(2)} (spec page 21, section 5). Java has no
 * call for it; foreign functions have been there since Java 22, and are found by reflection, since this class runs on 17.
 * On older Java, on other systems, and where native access is denied there is no puncher. The JVM may print one warning
 * unless it is started with {@code --enable-native-access=ALL-UNNAMED}.
 */
final class HolePuncher {
    private static final int FIRST_WITH_FOREIGN_FUNCTIONS = 22;
    private static final int READ_WRITE_CLOSE_ON_EXEC = 0x80002;
    private static final int PUNCH_HOLE_KEEP_SIZE = 3;
    private static final Optional<HolePuncher> INSTANCE = find();

    private final Method newArena;
    private final Method allocateString;
    private final MethodHandle open;
    private final MethodHandle fallocate;
    private final MethodHandle close;

    private HolePuncher(NativeFunctions functions) throws ReflectiveOperationException {
        newArena = NativeFunctions.type("Arena").getMethod("ofConfined");
        allocateString = NativeFunctions.type("SegmentAllocator").getMethod("allocateFrom", String.class);
        open = functions.find("open", "JAVA_INT", "ADDRESS", "JAVA_INT");
        fallocate = functions.find("fallocate", "JAVA_INT", "JAVA_INT", "JAVA_INT", "JAVA_LONG", "JAVA_LONG");
        close = functions.find("close", "JAVA_INT", "JAVA_INT");
    }

    /** The one of this process; empty where holes cannot be punched. */
    static Optional<HolePuncher> instance() {
        return INSTANCE;
    }

    /** Makes {@code [start, end)} of a file zeros that take no space, as far as whole pages go; false if that failed. */
    boolean punch(Path file, long start, long end) {
        try (AutoCloseable arena = (AutoCloseable) newArena.invoke(null)) {
            Object path = allocateString.invoke(arena, file.toString());
            return punch(path, start, end);
        } catch (Error broken) {
            throw broken;
        } catch (Throwable notPunched) {
            return false;
        }
    }

    private boolean punch(Object path, long start, long end) throws Throwable {
        int descriptor = (int) open.invoke(path, READ_WRITE_CLOSE_ON_EXEC);
        if (descriptor < 0) {
            return false;
        }
        try {
            return (int) fallocate.invoke(descriptor, PUNCH_HOLE_KEEP_SIZE, start, end - start) == 0;
        } finally {
            close.invoke(descriptor);
        }
    }

    private static Optional<HolePuncher> find() {
        boolean linux = "Linux".equals(System.getProperty("os.name"));
        boolean wide = "64".equals(System.getProperty("sun.arch.data.model"));
        if (!linux || !wide || Runtime.version().feature() < FIRST_WITH_FOREIGN_FUNCTIONS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HolePuncher(new NativeFunctions()));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError notThere) {
            return Optional.empty();
        }
    }
}
