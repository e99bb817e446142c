package io.corestore.process;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.process.Change.Kind;
import io.corestore.reactor.Corestores;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.DiskVolume;
import io.corestore.storage.io.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A process that changes the cores of a folder until it ends. It says {@code R} when its stores are open, {@code I} and the
 * change before each change, {@code A} and the id as soon as it is acknowledged, {@code E} if it fails.
 */
public final class Worker {
    private static final int AT_ONCE = 64;
    private final Pair stores;
    private final Map<String, Core> cores = new ConcurrentHashMap<>();

    private Worker(Pair stores) {
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException {
        Voice.endWithParent();
        Orders orders = Orders.parse(arguments);
        Path folder = orders.folder();
        CoreStorage storage = mortal(folder.resolve("main"), new Death(orders.point(), orders.times()));
        Corestore main = Corestores.open(storage).block(Pair.SOON);
        Corestore source = Corestores.open(folder.resolve("source")).block(Pair.SOON);
        new Worker(new Pair(main, source)).work(orders);
        Runtime.getRuntime().halt(0);
    }

    private static CoreStorage mortal(Path folder, Death death) throws IOException {
        KeyFile key = KeyFile.in(folder, false);
        key.lock();
        StorageOptions options = StorageOptions.on(IoScheduler.create("mortal", 4));
        return new Corestore6(new MortalVolume(DiskVolume.at(key.folder(), false), death), key, options);
    }

    private void work(Orders orders) {
        orders.live().forEach(name -> cores.put(name, stores.open(name, false).block(Pair.SOON)));
        Voice.say("R");
        Chooser chooser = new Chooser(
                orders.seed(),
                orders.firstId(),
                orders.point() == null ? Set.of() : orders.point().reachedBy(),
                name -> cores.containsKey(name) ? (int) cores.get(name).length() : 0);
        for (int i = 0; i < orders.steps(); i++) {
            Flux.fromIterable(chooser.step(cores.keySet()))
                    .flatMap(change -> Mono.defer(() -> said(change)), AT_ONCE)
                    .blockLast(Pair.SOON);
        }
    }

    private Mono<Void> said(Change change) {
        Voice.say("I " + change.line());
        return made(change)
                .doOnSuccess(done -> Voice.say("A " + change.id()))
                .doOnError(error -> Voice.say("E " + change.id() + " " + error))
                .then();
    }

    private Mono<?> made(Change change) {
        if (change.kind() == Kind.CREATE) {
            return stores.open(change.core(), true).doOnNext(core -> cores.put(change.core(), core));
        }
        Core core = cores.get(change.core());
        return Pair.make(change, core).doOnSuccess(done -> {
            if (change.kind() == Kind.PURGE) {
                cores.remove(change.core());
            }
        });
    }
}
