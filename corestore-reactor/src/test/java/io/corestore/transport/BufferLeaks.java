package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in whose time a buffer of netty was collected that had not been released. */
final class BufferLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    static {
        // a stack trace for each touch of a byte would make seconds minutes
        System.setProperty("io.netty.leakDetection.acquireAndReleaseOnly", "true");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        watch();
        found();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        assertThat(found()).isEmpty();
    }

    /** Every buffer from now on is watched. */
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        detector().setLeakListener((type, records) -> FOUND.add(type + records));
    }

    /** What was leaked since the last call. */
    static List<String> found() throws InterruptedException {
        collect();
        touch();
        List<String> all = List.copyOf(FOUND);
        FOUND.clear();
        return all;
    }

    /** Twice: references of the first round are all in their queues before the first of the second is. */
    private static void collect() throws InterruptedException {
        collectOnce();
        collectOnce();
    }

    private static void collectOnce() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> last = new WeakReference<>(new Object(), collected);
        System.gc();
        assertThat((Object) collected.remove(20_000)).isSameAs(last);
    }

    /** The detector reports when it is given the next buffer to watch. */
    private static void touch() {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(1);
        buffer.release();
    }

    private static ResourceLeakDetector<?> detector() {
        try {
            Field field = Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
            field.setAccessible(true);
            return (ResourceLeakDetector<?>) field.get(null);
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("netty keeps its detector elsewhere", changed);
        }
    }
}
