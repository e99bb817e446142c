package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Signable;
import io.corestore.Signer;
import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.error.ClosedException;
import io.corestore.error.InvalidProofException;
import io.corestore.error.NotWritableException;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.merkle.PartialSignature;
import io.corestore.merkle.SignatureEnvelope;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** {@link Signer}s elsewhere, quorums, and signatures that were collected by hand. */
class SignerTest extends StoreTest {
    private static final List<KeyPair> PAIRS =
            IntStream.range(0, 3).mapToObj(SignerTest::pair).toList();

    private static KeyPair pair(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) (number + 1);
        return Ed25519.fromSeed(seed);
    }

    private static Manifest twoOfThree() {
        List<Manifest.Signer> signers = PAIRS.stream()
                .map(pair -> new Manifest.Signer(Manifest.DEFAULT_NAMESPACE, pair.publicKey()))
                .toList();
        return new Manifest(1, false, 2, signers, null, List.of(), null);
    }

    private record Remote(KeyPair pair, AtomicInteger asked) implements Signer {
        @Override
        public Hash publicKey() {
            return pair.publicKey();
        }

        @Override
        public Mono<byte[]> sign(byte[] message) {
            return Mono.fromSupplier(() -> {
                asked.incrementAndGet();
                return Ed25519.sign(pair, message);
            });
        }
    }

    private static Signer remote(int number) {
        return new Remote(PAIRS.get(number), new AtomicInteger());
    }

    private static Signer silent(int number) {
        return new Signer() {
            @Override
            public Hash publicKey() {
                return PAIRS.get(number).publicKey();
            }

            @Override
            public Mono<byte[]> sign(byte[] message) {
                return Mono.never();
            }
        };
    }

    private static Signer wrong(int number) {
        return new Signer() {
            @Override
            public Hash publicKey() {
                return PAIRS.get(number).publicKey();
            }

            @Override
            public Mono<byte[]> sign(byte[] message) {
                return Mono.just(new byte[64]);
            }
        };
    }

    @Test
    void signerElsewhereWritesACoreWhoseSecretIsNotHere() {
        for (boolean compat : new boolean[] {true, false}) {
            Remote signer = new Remote(PAIRS.get(0), new AtomicInteger());
            Manifest manifest = Manifest.single(1, signer.publicKey());
            CoreOptions options =
                    compat ? CoreOptions.owned(KeyPair.publicOnly(signer.publicKey())) : CoreOptions.of(manifest);
            Core core = store.get(options.withSigner(signer)).block(SOON);
            assertThat(core.writable()).isTrue();
            Mono.when(IntStream.range(0, 100)
                            .mapToObj(i -> core.append(utf8("b" + i)))
                            .toList())
                    .block(SOON);
            assertThat(core.length()).isEqualTo(100);
            assertThat(signer.asked().get()).isBetween(1, 50);
            core.truncate(10).block(SOON);
            core.close().block(SOON);
            close();
            open();
            assertThat(store.get(core.key()).block(SOON).length()).isEqualTo(10);
        }
    }

    @Test
    void quorumIsMadeOfTheFirstThatSign() {
        CoreOptions options = CoreOptions.of(twoOfThree()).withSigners(List.of(silent(0), remote(1), remote(2)));
        Core core = store.get(options).block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core copy = other.get(core.key()).block(SOON);
        Pipe.join(store, other);
        assertThat(copy.get(3).block(SOON)).isEqualTo(utf8("block 3"));
        assertThat(copy.manifest()).isEqualTo(twoOfThree());
        other.close().block(SOON);
    }

    @Test
    void tooFewOrWrongSignaturesWriteNothing() {
        for (List<Signer> signers : List.of(List.of(remote(0)), List.of(remote(0), wrong(1)))) {
            Core core =
                    store.get(CoreOptions.of(twoOfThree()).withSigners(signers)).block(SOON);
            core.append(utf8("a")).as(StepVerifier::create).verifyError(NotWritableException.class);
            assertThat(core.length()).isZero();
            core.close().block(SOON);
        }
    }

    @Test
    void onePairOfAQuorumIsNotEnough() {
        Core core = store.get(CoreOptions.of(twoOfThree()).withKeyPair(PAIRS.get(0)))
                .block(SOON);
        core.append(utf8("a")).as(StepVerifier::create).verifyError(NotWritableException.class);
    }

    @Test
    void collectedSignaturesAreVerifiedAndStored() {
        Core core = store.get(CoreOptions.of(twoOfThree())).block(SOON);
        assertThat(core.writable()).isFalse();
        Signable signable = core.signable(numbered(0, 3)).block(SOON);
        List<PartialSignature> proofs = IntStream.of(2, 0)
                .mapToObj(i -> new PartialSignature(
                        i, Ed25519.sign(PAIRS.get(i), signable.messages().get(i)), 0, List.of()))
                .toList();
        ByteBuffer envelope = ByteBuffer.wrap(SignatureEnvelope.of(proofs).encode(1));
        core.append(numbered(1, 4), envelope).as(StepVerifier::create).verifyError(InvalidProofException.class);
        core.append(numbered(0, 3), envelope).block(SOON);
        assertThat(core.treeHash(3).block(SOON)).isEqualTo(signable.treeHash());
        assertThat(CoreKeys.keyOf(signable.manifest())).isEqualTo(core.key());
    }

    @Test
    void closingDoesNotWaitForASignerThatIsSilent() {
        Core core = store.get(CoreOptions.of(twoOfThree()).withSigners(List.of(silent(0), silent(1))))
                .block(SOON);
        core.append(utf8("a"))
                .as(StepVerifier::create)
                .then(() -> store.close().block(SOON))
                .expectError(ClosedException.class)
                .verify(SOON);
    }
}
