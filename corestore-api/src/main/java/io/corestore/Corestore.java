package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store of many cores under one primary key, from which the key pair of every named core follows. A
 * {@link #namespace} keeps names apart; all namespaces of a store share its cores and its replication.
 *
 * <p>Every publisher is lazy. After {@link #close()} all of them fail with a
 * {@link io.corestore.error.ClosedException}.
 */
public interface Corestore {
    /** The core of this name in this namespace, created if it is not there. See {@link #get(CoreOptions)}. */
    default Mono<Core> get(String name) {
        return get(CoreOptions.named(name));
    }

    /** The core of this key, known from then on if it was not. See {@link #get(CoreOptions)}. */
    default Mono<Core> get(CoreKey key) {
        return get(CoreOptions.keyed(key));
    }

    /**
     * A new session on a core; each subscription is one and owns it until {@link Core#close()}. A session that is
     * cancelled or dropped before it is delivered is closed. {@link #use} closes by itself.
     *
     * <p>Errors: {@link io.corestore.error.CoreNotFoundException} if it is not stored and not to be created;
     * {@link io.corestore.error.CoreConflictException} if key, name, key pair and manifest do not belong together;
     * {@link io.corestore.error.CoreCorruptException} if its files cannot be read.
     */
    Mono<Core> get(CoreOptions options);

    /** Opens a core, runs {@code work} on it and closes the session when that ends, fails or is cancelled. */
    <T> Flux<T> use(CoreOptions options, Function<? super Core, ? extends Publisher<T>> work);

    /** This store with names of their own; nothing is opened. Namespaces chain. */
    Corestore namespace(String name);

    /** As {@link #namespace(String)} with a name of any bytes. */
    Corestore namespace(byte[] name);

    /** The 32 bytes that tell this namespace from others; zero for the store itself. */
    Hash namespace();

    /** The key pair of a name in this namespace; no core is opened. */
    Mono<KeyPair> keyPair(String name);

    /** All stored cores, of all namespaces, opened or not. */
    Flux<StoredCoreInfo> list();

    /**
     * One end of a connection as messages, for a transport that has done the handshake, or for another store in this
     * JVM; {@code store::replicate} is a {@link MessageDuplex}. Cores open here take part at once, cores opened later
     * join, cores that the peer asks for and that are stored are opened for it; others are refused. Work starts on
     * subscription, of which each call allows one; cancel closes all channels, the end of {@code inbound} ends the
     * output.
     */
    Flux<Message> replicate(PeerLink link, Publisher<Message> inbound);

    /**
     * One end of a connection as encrypted bytes, for any ordered byte stream. Work starts on subscription, of which
     * each call allows one; cancel ends the replication, the end of {@code inbound} ends the output.
     *
     * @param initiator true on the side that dialled
     * @param inbound the bytes from the other side, in any pieces, read on demand
     * @return the bytes for the other side
     */
    Flux<ByteBuffer> replicate(boolean initiator, Publisher<ByteBuffer> inbound);

    /**
     * Closes the sessions got from this store object; from the store itself also all replication, cores, files and the
     * lock. Lazy, shared and repeatable; never fails.
     */
    Mono<Void> close();
}
