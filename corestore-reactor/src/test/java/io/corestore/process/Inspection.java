package io.corestore.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.error.CoreNotFoundException;
import io.corestore.reactor.Corestores;
import io.corestore.storage.MemoryStorage;
import io.corestore.transport.LocalTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stores of a folder whose process has ended, opened here. */
final class Inspection implements AutoCloseable {
    private final Pair stores;
    private final String context;

    private Inspection(Pair stores, String context) {
        this.stores = stores;
        this.context = context;
    }

    /** @param context what is said when something is wrong */
    static Inspection of(Path folder, String context) {
        Corestore main = Corestores.open(folder.resolve("main")).block(Pair.SOON);
        Corestore source = Corestores.open(folder.resolve("source")).block(Pair.SOON);
        return new Inspection(new Pair(main, source), context);
    }

    /**
     * The core is what was acknowledged, or that with some more changes, in their order and each whole; the model becomes
     * what was found.
     */
    void log(String name, LogModel model, List<Change> more) {
        LogModel found = found(name);
        String acknowledged = model.toString();
        int next = 0;
        while (!model.isSame(found)) {
            if (next == more.size()) {
                fail("%s: core %s is %s, and not %s, or that and some of %s", context, name, found, acknowledged, more);
            }
            model.apply(more.get(next++));
        }
        if (!model.isThere()) {
            staysUnsigned(name, model);
        }
    }

    /** What was purged is not signed again, so that no peer can hold two histories. */
    private void staysUnsigned(String name, LogModel model) {
        Core core = stores.open(name, true).block(Pair.SOON);
        assertThat(core.writable()).as("%s: %s, purged", context, name).isEqualTo(!model.wasSigned());
        core.purge().block(Pair.SOON);
    }

    /** The copy has what was fetched, and nothing that its origin has not: no signature left before it was durable. */
    void copy(String name, LogModel model, LogModel origin, List<Change> fetched) {
        LogModel found = found(name);
        if (!found.isThere()) {
            assertThat(model.isThere()).as("%s: %s", context, name).isFalse();
            return;
        }
        assertThat(origin.hasAllOf(found))
                .as("%s: %s is %s, its origin %s", context, name, found, origin)
                .isTrue();
        fetched.stream()
                .filter(change -> change.core().equals(name))
                .forEach(change -> assertThat(found.has(BlockRange.of(change.from(), change.to())))
                        .as("%s: %s of %s", context, change, found)
                        .isTrue());
        model.apply(new Change(0, name, Change.Kind.CREATE, 0, 0));
    }

    /** Every core is sound, and there is no core but these. */
    void nothingElse(Map<String, LogModel> models) {
        assertThat(Flux.merge(
                                stores.main().audit(AuditMode.DRY_RUN),
                                stores.source().audit(AuditMode.DRY_RUN))
                        .collectList()
                        .block(Pair.SOON))
                .as(context)
                .allMatch(report -> report.isSound())
                .hasSize(
                        (int) models.values().stream().filter(LogModel::isThere).count());
    }

    void append(Change more, LogModel model) {
        Core core = stores.open(more.core(), false).block(Pair.SOON);
        assertThat(core.writable()).as("%s: %s", context, more.core()).isTrue();
        Pair.make(more, core).block(Pair.SOON);
        core.close().block(Pair.SOON);
        model.apply(more);
    }

    /** A peer that has nothing yet verifies one of the cores and all its blocks. */
    void aPeerTakes(Map<String, LogModel> models, Random random) {
        List<String> own = models.keySet().stream()
                .filter(name -> name.startsWith("c") && models.get(name).isThere())
                .toList();
        if (own.isEmpty()) {
            return;
        }
        String name = own.get(random.nextInt(own.size()));
        Core core = stores.open(name, false).block(Pair.SOON);
        Corestore peer = Corestores.open(MemoryStorage.create()).block(Pair.SOON);
        Disposable link = LocalTransport.connect(stores.main()::replicate, peer::replicate)
                .subscribe();
        Core copy = peer.get(core.key()).block(Pair.SOON);
        List<Long> blocks = Flux.range(0, (int) core.length())
                .map(Long::valueOf)
                .filterWhen(core::has)
                .collectList()
                .block(Pair.SOON);
        copy.downloadBlocks(blocks).blockLast(Pair.SOON);
        LogModel taken = LogModel.of(copy);
        assertThat(copy.length()).as(context).isEqualTo(core.length());
        assertThat(models.get(name).hasAllOf(taken)).as(context).isTrue();
        link.dispose();
        peer.close().block(Pair.SOON);
        core.close().block(Pair.SOON);
    }

    private LogModel found(String name) {
        Core core = stores.open(name, false)
                .onErrorResume(CoreNotFoundException.class, missing -> Mono.empty())
                .block(Pair.SOON);
        if (core == null) {
            return new LogModel();
        }
        LogModel found = LogModel.of(core);
        core.close().block(Pair.SOON);
        return found;
    }

    @Override
    public void close() {
        stores.close();
    }
}
