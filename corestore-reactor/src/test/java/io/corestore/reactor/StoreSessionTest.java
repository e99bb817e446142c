package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Corestore;
import io.corestore.StoreSessionOptions;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.KeyDerivation;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
import io.corestore.spi.UserData;
import io.corestore.storage.MemoryStorage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Which core options mean, with which rights, through which store object. */
class StoreSessionTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final StoreSessionOptions SAME = StoreSessionOptions.SAME;

    private Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(MemoryStorage.create()).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    private Core get(CoreOptions options) {
        return store.get(options).block(SOON);
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static KeyPair pair(int seed) {
        return Ed25519.fromSeed(bytes(seed));
    }

    private void isConflict(CoreOptions options) {
        store.get(options).as(StepVerifier::create).verifyError(CoreConflictException.class);
    }

    @Test
    void optionsThatMeanNoCoreAreRefusedAtOnce() {
        assertThatThrownBy(() -> store.get(CoreOptions.defaults())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(CoreOptions.named("a").withUserData(UserData.NAME, utf8("b"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CoreOptions.named("a").withKeyPair(pair(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsThatDoNotBelongTogetherAreAConflict() {
        CoreKey foreign = CoreKey.of(bytes(9));
        isConflict(CoreOptions.named("a").withKey(foreign));
        isConflict(CoreOptions.owned(pair(1)).withKey(foreign));
        isConflict(CoreOptions.of(Manifest.single(1, pair(1).publicKey())).withKey(foreign));
        isConflict(CoreOptions.of(Manifest.single(1, pair(1).publicKey())).withKeyPair(pair(2)));
        Core stored = get(CoreOptions.named("a"));
        isConflict(CoreOptions.stored(stored.discoveryKey()).withKey(foreign));
        isConflict(CoreOptions.stored(stored.discoveryKey()).withKeyPair(pair(1)));
    }

    @Test
    void storedCoreIsFoundByItsDiscoveryKeyWithWhatIsStored() {
        Core made = get(CoreOptions.named("a").withKeyFormat(KeyFormat.MANIFEST_1));
        made.append(numbered(0, 3)).block(SOON);
        made.close().block(SOON);
        Core found = store.get(made.discoveryKey()).block(SOON);
        assertThat(found.key()).isEqualTo(made.key());
        assertThat(found.manifest()).isEqualTo(made.manifest());
        assertThat(found.writable()).isTrue();
        store.get(new DiscoveryKey(Hash.ZERO)).as(StepVerifier::create).verifyError(CoreNotFoundException.class);
    }

    @Test
    void coreOfAManifestIsWrittenByItsSigner() {
        Core core = get(CoreOptions.of(Manifest.single(1, pair(1).publicKey())).withKeyPair(pair(1)));
        core.append(numbered(0, 2)).block(SOON);
        Core same = get(CoreOptions.keyed(core.key()).withKeyPair(pair(1)));
        assertThat(same.writable()).isTrue();
        assertThat(same.length()).isEqualTo(2);
    }

    @Test
    void unnamedCoresAreNewAndStayWritable() {
        Mono<Core> random = store.get();
        Core one = random.block(SOON);
        Core two = random.block(SOON);
        assertThat(one.key()).isNotEqualTo(two.key());
        one.close().block(SOON);
        assertThat(store.get(one.key()).block(SOON).writable()).isTrue();
        assertThat(store.stored(one.discoveryKey()).block(SOON).name()).hasSize(64);
    }

    @Test
    void defaultCoreIsTheOneOfThatName() {
        assertThat(store.defaultCore().block(SOON).key())
                .isEqualTo(store.get("default").block(SOON).key());
        Corestore inner = store.namespace("a");
        assertThat(inner.defaultCore().block(SOON).key())
                .isEqualTo(inner.get("default").block(SOON).key());
    }

    @Test
    void defaultCoreOfCorestore5IsCalledLikeItsNamespace() {
        Corestore five = Corestores.on(MemoryStorage.create())
                .keyDerivation(KeyDerivation.corestore5(bytes(1)))
                .open()
                .block(SOON);
        Corestore inner = five.namespace("a");
        assertThat(five.defaultCore().block(SOON).key())
                .isEqualTo(five.get("default").block(SOON).key());
        assertThat(inner.defaultCore().block(SOON).key())
                .isEqualTo(five.get("a").block(SOON).key());
        assertThat(inner.namespace(bytes(2)).defaultCore().block(SOON).key())
                .isEqualTo(five.get("a:" + "02".repeat(32)).block(SOON).key());
        five.close().block(SOON);
    }

    @Test
    void passiveCoresAreNotOfferedButServed() {
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core source = store.session(SAME.withPassive(true)).get("log").block(SOON);
        source.append(numbered(0, 3)).block(SOON);
        Core quiet = other.session(SAME.withPassive(true)).get(source.key()).block(SOON);
        Pipe.join(store, other);
        assertThat(quiet.update().block(SOON)).isFalse();
        Core asking = other.get(source.key()).block(SOON);
        assertThat(asking.get(2).block(SOON)).isEqualTo(utf8("block 2"));
        assertThat(quiet.length()).isEqualTo(3);
        other.close().block(SOON);
    }

    @Test
    void namespaceIsReadBackFromACore() {
        Corestore inner = store.namespace("a").namespace(bytes(3));
        Core core = inner.get("log").block(SOON);
        Corestore again = store.namespace(core).block(SOON);
        assertThat(again.namespace()).isEqualTo(inner.namespace());
        Core unnamed = store.get(CoreKey.of(bytes(7))).block(SOON);
        assertThat(inner.namespace(unnamed).block(SOON).namespace()).isEqualTo(inner.namespace());
    }

    @Test
    void randomNamespacesAreApart() {
        assertThat(store.randomNamespace().namespace())
                .isNotEqualTo(store.randomNamespace().namespace());
    }

    @Test
    void sessionKeepsOrReplacesKeyAndNamespace() {
        Corestore inner = store.namespace("a");
        assertThat(inner.session(SAME).namespace()).isEqualTo(inner.namespace());
        assertThat(inner.session(SAME.withNamespace(Hash.ZERO)).namespace()).isEqualTo(Hash.ZERO);
        Corestore other = store.session(SAME.withPrimaryKey(bytes(1)));
        KeyPair pair = other.keyPair("log").block(SOON);
        assertThat(pair).isNotEqualTo(store.keyPair("log").block(SOON));
        assertThat(other.session(SAME).keyPair("log").block(SOON)).isEqualTo(pair);
    }

    @Test
    void coreOfAnotherPrimaryKeyStaysWritableByKey() {
        Core made = store.session(SAME.withPrimaryKey(bytes(1))).get("log").block(SOON);
        made.close().block(SOON);
        Core found = store.get(made.key()).block(SOON);
        assertThat(found.append(utf8("x")).block(SOON).length()).isEqualTo(1);
    }

    @Test
    void coreFirstOpenedByKeyIsWritableOnceOpenedByName() {
        for (KeyFormat format : KeyFormat.values()) {
            KeyPair pair = store.keyPair("log-" + format).block(SOON);
            CoreKey key = get(CoreOptions.owned(KeyPair.publicOnly(pair.publicKey()))
                            .withKeyFormat(format)
                            .withCreateIfMissing(true))
                    .key();
            Core byKey = store.get(key).block(SOON);
            assertThat(byKey.writable()).isFalse();
            Core byName = get(CoreOptions.named("log-" + format).withKeyFormat(format));
            byName.append(utf8("x")).block(SOON);
            assertThat(byKey.writable()).isFalse();
            assertThat(store.stored(byKey.discoveryKey()).block(SOON).name()).isEqualTo("log-" + format);
        }
    }

    @Test
    void coreKnownByKeyAloneLearnsItsManifestByName() {
        Corestore owner = Corestores.on(MemoryStorage.create())
                .primaryKey(bytes(5))
                .open()
                .block(SOON);
        CoreOptions named = CoreOptions.named("log").withKeyFormat(KeyFormat.MANIFEST_1);
        CoreKey key = owner.get(named).block(SOON).key();
        Corestore same = store.session(SAME.withPrimaryKey(bytes(5)));
        Core byKey = same.get(key).block(SOON);
        assertThat(byKey.manifest()).isNull();
        same.get(named).block(SOON).append(utf8("x")).block(SOON);
        assertThat(byKey.length()).isEqualTo(1);
        owner.close().block(SOON);
    }

    @Test
    void readOnlySessionGivesReadOnlyCoresForGood() {
        Corestore reading = store.session(SAME.withWritable(false));
        Core core = reading.get("log").block(SOON);
        assertThat(core.writable()).isFalse();
        assertThat(core.session(CoreOptions.defaults().withWritable(true))
                        .block(SOON)
                        .writable())
                .isFalse();
        assertThat(reading.namespace("a").get("log").block(SOON).writable()).isFalse();
        assertThat(reading.session(SAME).get("log").block(SOON).writable()).isFalse();
    }

    @Test
    void attachedSessionClosesItsOrigin() {
        Corestore inner = store.namespace("a");
        Core core = inner.get("log").block(SOON);
        inner.session(SAME).close().block(SOON);
        assertThat(core.isClosed()).isFalse();
        inner.session(SAME.withAttached(true)).close().block(SOON);
        assertThat(core.isClosed()).isTrue();
        assertThat(store.get("log").block(SOON).isClosed()).isFalse();
    }

    @Test
    void closingTheStoreClosesCoresOfEveryStoreObject() {
        Core core = store.namespace("a").get("log").block(SOON);
        Core derived = core.session().block(SOON);
        store.close().block(SOON);
        assertThat(List.of(core.isClosed(), derived.isClosed())).containsOnly(true);
        store.namespace("a").get("log").as(StepVerifier::create).verifyError(ClosedException.class);
    }

    @Test
    void defaultsOfTheStoreAreTakenWhereNothingIsSaid() {
        Corestore defaulted = Corestores.on(MemoryStorage.create())
                .coreDefaults(CoreOptions.defaults()
                        .withKeyFormat(KeyFormat.MANIFEST_1)
                        .withWritable(false))
                .open()
                .block(SOON);
        Core core = defaulted.get("log").block(SOON);
        assertThat(core.key().hash())
                .isNotEqualTo(core.manifest().signers().get(0).publicKey());
        assertThat(core.writable()).isFalse();
        Core writable =
                defaulted.get(CoreOptions.named("log").withWritable(true)).block(SOON);
        assertThat(writable.writable()).isTrue();
        defaulted.close().block(SOON);
        assertThatThrownBy(() -> Corestores.on(MemoryStorage.create()).coreDefaults(CoreOptions.named("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overwriteTruncatesToNothingUnderTheNextFork() {
        Core core = get(CoreOptions.named("log").withOverwrite(true));
        core.append(numbered(0, 5)).block(SOON);
        assertThat(core.fork()).isZero();
        Core fresh = get(CoreOptions.named("log").withOverwrite(true));
        assertThat(List.of(fresh.length(), fresh.fork())).containsExactly(0L, 1L);
        fresh.append(utf8("x")).block(SOON);
        store.get(CoreOptions.named("log").withOverwrite(true).withWritable(false))
                .as(StepVerifier::create)
                .verifyError(NotWritableException.class);
    }

    @Test
    void userDataIsKeptWhenMadeAndWhenOpened() {
        Core core = get(CoreOptions.named("log").withUserData("a", utf8("1")));
        assertThat(core.userData("a").block(SOON)).isEqualTo(utf8("1"));
        get(CoreOptions.named("log").withUserData("a", utf8("2")).withUserData("b", utf8("3")));
        assertThat(core.userData("a").block(SOON)).isEqualTo(utf8("2"));
        assertThat(core.userData("b").block(SOON)).isEqualTo(utf8("3"));
    }

    @Test
    void failedOpeningHoldsNothing() {
        get(CoreOptions.named("log").withGroup(Hash.ZERO)).close().block(SOON);
        isConflict(CoreOptions.named("log").withGroup(Hash.of(bytes(1))));
        store.use(CoreOptions.named("other"), Core::info).blockLast(SOON);
        assertThat(store.cores()).isEmpty();
    }

    @Test
    void passiveStoresSayNothingToEachOtherButAnswerAnActiveOne() {
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core source = store.session(SAME.withPassive(true)).get("log").block(SOON);
        source.append(numbered(0, 3)).block(SOON);
        Core quiet = other.session(SAME.withPassive(true)).get(source.key()).block(SOON);
        Queue<Message> said = new ConcurrentLinkedQueue<>();
        Pipe.join(store, other, said::add);
        assertThat(quiet.update().block(SOON)).isFalse();
        assertThat(source.peers().block(SOON)).isEmpty();
        assertThat(said).isEmpty();
        other.use(CoreOptions.keyed(source.key()), asking -> asking.get(1)).blockLast(SOON);
        assertThat(said).isNotEmpty();
        assertThat(quiet.length()).isEqualTo(3);
        other.close().block(SOON);
    }
}
