package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.crypto.KeySeal;
import io.corestore.reactor.Corestores;
import io.corestore.reactor.Sealing;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What Node's corestore 6 makes of a sealed folder, and of one that is unsealed again. */
@RequiresNode
class SealedInteropTest {
    @TempDir
    Path folder;

    @Test
    void nodeRefusesASealedFolderAndWritesOnOnceItIsUnsealed() throws GeneralSecurityException {
        Aead aead = new XChaCha20Poly1305(new byte[32]);
        KeySeal seal = KeySeal.with(aead);
        await(Mono.usingWhen(
                Corestores.at(folder).sealedWith(seal).open(),
                store -> store.use(CoreOptions.named("log"), core -> core.append(Blocks.made("java", 0, 5, 9)))
                        .then(Mono.just(true)),
                Corestore::close));
        try (NodePeer node = NodePeer.start(NodeSet.V6)) {
            node.open(folder)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(
                            error -> assertThat(((NodeException) error).code()).isEqualTo("EISDIR"));
        }
        Sealing.unseal(folder, seal).block();
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            assertThat(await(node.named("log").appendMade("node", 0, 2, 9, 2)).length())
                    .isEqualTo(7);
            await(node.closeStore());
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            assertThat(core.writable()).isTrue();
            assertThat(JavaPeer.blocks(core).subList(0, 5)).isEqualTo(Blocks.made("java", 0, 5, 9));
        }
    }
}
