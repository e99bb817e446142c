package io.corestore.sweep;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.error.CoreNotFoundException;
import io.corestore.storage.test.crash.CrashFs;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens what a power cut, or the end of the process, left of a {@link Life}, and compares it with what may be there. */
final class Recovery {
    private final Life life;
    private final int position;
    private final boolean powerCut;

    /** @param position of the end, in operations of the file system */
    Recovery(Life life, int position, boolean powerCut) {
        this.life = life;
        this.position = position;
        this.powerCut = powerCut;
    }

    /** What is wrong; null if nothing is. */
    @Nullable
    String violation(CrashFs image) {
        try {
            Map<String, CoreModel> found = recover(image, true);
            for (Map.Entry<String, Timeline> core : life.timelines().entrySet()) {
                Timeline.Allowed allowed = core.getValue().allowed(position, powerCut);
                CoreModel there = found.get(core.getKey());
                if (!allowed.allows(there)) {
                    return "core " + core.getKey() + ": found " + there + ", allowed " + allowed;
                }
            }
            return null;
        } catch (RuntimeException | AssertionError failed) {
            return failed.toString();
        }
    }

    /**
     * Opens the store and everything in it, and closes it again.
     *
     * @param use whether to append too, as a sign that it can be worked with
     * @return what every core holds
     */
    Map<String, CoreModel> recover(CrashFs image, boolean use) {
        Corestore store = life.open(image, position < life.opened());
        try {
            requireIdentity(store);
            Map<String, CoreModel> found = new LinkedHashMap<>();
            life.timelines().keySet().forEach(name -> found.put(name, open(store, name, use)));
            return found;
        } finally {
            store.close().block(Life.SOON);
        }
    }

    private void requireIdentity(Corestore store) {
        if (position >= life.opened()
                && !store.keyPair("a")
                        .block(Life.SOON)
                        .publicKey()
                        .equals(life.identity().publicKey())) {
            throw new AssertionError("the store has another primary key");
        }
    }

    /** Who deleted what others may know does not write it anew. */
    private void requireReadOnly(Corestore store, String name, boolean use) {
        if (use
                && life.timelines().get(name).isWritten(position)
                && store.get(life.options(name)).block(Life.SOON).writable()) {
            throw new AssertionError("core " + name + " was deleted, and is writable again");
        }
    }

    private CoreModel open(Corestore store, String name, boolean use) {
        Core core;
        try {
            core = store.get(life.options(name).withCreateIfMissing(false)).block(Life.SOON);
        } catch (CoreNotFoundException absent) {
            requireReadOnly(store, name, use);
            return CoreModel.ABSENT;
        }
        CoreModel found = Found.of(core);
        if (use && found.writable()) {
            ByteBuffer probe = Life.bytes(99, 33);
            long index = core.append(probe).block(Life.SOON).index();
            if (!probe.equals(core.get(index).block(Life.SOON))
                    || core.length() != found.blocks().size() + 1) {
                throw new AssertionError("core " + name + " cannot be worked with");
            }
        }
        return found;
    }
}
