package io.corestore.quickstart;

import static io.corestore.quickstart.Quickstart.utf8;

import com.google.crypto.tink.Aead;
import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BackupReport;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Codec;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.Retention;
import io.corestore.Signer;
import io.corestore.StoreEvent;
import io.corestore.StoredCoreInfo;
import io.corestore.crypto.KeySeal;
import io.corestore.json.JsonCodec;
import io.corestore.key.EncryptionKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.reactor.Corestores;
import io.corestore.reactor.Sealing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One method for each group of features. */
final class Features {
    private Features() {}

    // tag::names[]
    static Flux<String> names(Corestore store) {
        Mono<Core> main = store.namespace("app").defaultCore(); // the same for whoever asks
        Mono<Core> fresh = store.get(); // a random name, kept with the core
        return Flux.concat(main, fresh)
                .concatMap(core -> core.append(utf8("hello"))
                        .then(store.get(core.discoveryKey())) // what is stored is found by its discovery key, too
                        .map(same -> same.key().toHex()));
    }
    // end::names[]

    // tag::sessions[]
    static Flux<StoreEvent> sessions(Corestore store) {
        CoreOptions alone = CoreOptions.named("ledger").withExclusive(true); // one writer at a time, the others wait
        CoreOptions reader = CoreOptions.named("ledger").withWritable(false);
        return store.events()
                .mergeWith(store.use(alone, core -> core.append(utf8("paid")))
                        .thenMany(store.use(reader, Core::info))
                        .thenMany(Flux.empty()))
                .take(2); // opened, closed
    }
    // end::sessions[]

    // tag::inventory[]
    static Mono<Core> inventory(Corestore store, Core release) {
        Flux<StoredCoreInfo> ours = store.list(store.namespace("app").namespace());
        Flux<AuditReport> damaged = store.audit(AuditMode.REPAIR).filter(report -> !report.isSound());
        return Mono.when(ours, damaged).then(store.staticify(release)); // nobody can append to that one
    }
    // end::inventory[]

    // tag::log[]
    static Mono<Long> log(Core core) {
        return core.snapshot() // stays as it is
                .flatMap(before -> core.batch() // seen by nobody until it is flushed
                        .flatMap(batch ->
                                batch.append(List.of(utf8("a"), utf8("b"))).then(batch.flush()))
                        .then(core.truncate(before.length() + 1)) // under the next fork
                        .then(core.clear(BlockRange.of(0, 10))) // their space is given back, tree and length stay
                        .then(before.close()))
                .then(core.setUserData("checked", utf8("yes"))) // kept here, not replicated
                .then(core.seek(100, ReadOptions.within(Duration.ofSeconds(5)))) // the block of byte 100
                .thenMany(core.readBytes(ByteRange.of(100, 200)))
                .map(slice -> (long) slice.remaining())
                .reduce(0L, Long::sum);
    }
    // end::log[]

    // tag::encryption[]
    static Flux<String> encryption(Corestore store, byte[] secret) {
        CoreOptions options = CoreOptions.named("letters").withEncryption(EncryptionKey.of(secret));
        return store.use(
                options, // who replicates the core without the key passes on what he cannot read
                core -> core.append(utf8("dear diary"))
                        .thenMany(core.as(Codec.utf8()).read(BlockRange.all())));
    }
    // end::encryption[]

    // tag::signers[]
    static Mono<Core> board(Corestore store, List<Signer> members) {
        List<Hash> keys = members.stream().map(Signer::publicKey).toList();
        Manifest rules = Manifest.builder().quorum(2).signers(keys).build(); // its hash is the core's key
        return store.get(CoreOptions.of(rules).withSigners(members)) // each signs where his secret is: here, in a KMS
                .delayUntil(core -> core.append(utf8("resolved"))); // done once any two have signed
    }
    // end::signers[]

    // tag::typed[]
    record Order(String item, int count) {}

    static Flux<Order> orders(Core core) {
        var orders = core.as(JsonCodec.of(Order.class));
        return orders.append(new Order("tea", 2)).thenMany(orders.follow(0));
    }
    // end::typed[]

    // tag::sealed[]
    static Mono<Corestore> sealed(Path folder, Aead kms) {
        KeySeal seal = KeySeal.with(kms); // a Tink keyset, or a key management service behind one
        return Sealing.seal(folder, seal) // from now on no secret is in the folder
                .then(Corestores.at(folder).sealedWith(seal).open());
    }
    // end::sealed[]

    // tag::backup[]
    static Mono<BackupReport> backup(Corestore store, Path backup, Path restored) {
        return store.backup(backup) // of the store in use: cores may grow meanwhile
                .filter(BackupReport::isWhole) // else it says what is damaged
                .flatMap(whole -> Corestores.restore(backup, restored)); // not signed for before peers were asked
    }
    // end::backup[]

    // tag::space[]
    static Mono<Corestore> bounded(Path folder) {
        return Corestores.at(folder)
                .retention(Retention.ofBytes(10L << 30)) // of all cores: the oldest blocks go first
                .retention("cache", Retention.ofBytes(1L << 30)) // of those of a namespace
                .freeSpaceFloor(1L << 30) // below it nothing more is fetched from peers
                .coreDefaults(CoreOptions.defaults().withRetention(Retention.ofBlocks(100_000))) // of each core
                .open();
    }
    // end::space[]
}
