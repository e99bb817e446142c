package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
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

    /** The core that is stored under this discovery key. See {@link #get(CoreOptions)}. */
    default Mono<Core> get(DiscoveryKey discoveryKey) {
        return get(CoreOptions.stored(discoveryKey));
    }

    /** A new core of a random name, which is kept with it, so that it stays writable. See {@link #get(CoreOptions)}. */
    Mono<Core> get();

    /**
     * The core called {@code default} in this namespace; with the key derivation of corestore 5 the one called like the
     * namespace (spec page 20, section 1.5). See {@link #get(CoreOptions)}.
     */
    Mono<Core> defaultCore();

    /**
     * A new session on a core; each subscription is one and owns it until {@link Core#close()}. A session that is
     * cancelled or dropped before it is delivered is closed. {@link #use} closes by itself.
     *
     * <p>The session can write if it has the secret key of a signer of the core: the pair given, that of the name, or the
     * one kept with the core. Where it is to write alone ({@link CoreOptions#withExclusive}) it waits for its turn, and
     * leaves the queue when cancelled.
     *
     * <p>Errors: {@link IllegalArgumentException}, thrown at once, if nothing says which core is meant;
     * {@link io.corestore.error.CoreNotFoundException} if it is not stored and not to be created;
     * {@link io.corestore.error.CoreConflictException} if key, name, key pair, manifest and group do not belong together
     * or to what is stored; {@link io.corestore.error.NotWritableException} if it is to be overwritten by who cannot write
     * it; {@link io.corestore.error.CoreCorruptException} if its files cannot be read;
     * {@link io.corestore.error.SuspendedException} if it is not open while the store is suspended.
     */
    Mono<Core> get(CoreOptions options);

    /** Opens a core, runs {@code work} on it and closes the session when that ends, fails or is cancelled. */
    <T> Flux<T> use(CoreOptions options, Function<? super Core, ? extends Publisher<T>> work);

    /** This store with names of their own; nothing is opened. Namespaces chain. */
    Corestore namespace(String name);

    /** As {@link #namespace(String)} with a name of any bytes. */
    Corestore namespace(byte[] name);

    /** A namespace that no other store has. */
    Corestore randomNamespace();

    /**
     * The namespace in which a core got its name, read from the core; this store's if it has none. Nothing is kept open.
     */
    Mono<Corestore> namespace(Core bootstrap);

    /**
     * This store with another primary key, namespace or rights; nothing is opened. What the options leave open stays as it
     * is here, but for passivity; a read-only store has read-only sessions.
     */
    Corestore session(StoreSessionOptions options);

    /** The 32 bytes that tell this namespace from others; zero for the store itself. */
    Hash namespace();

    /** The key pair of a name in this namespace; no core is opened. */
    Mono<KeyPair> keyPair(String name);

    /**
     * All stored cores, of all namespaces, opened or not. The folder has no index: the first listing reads the log of
     * changes of each core once (8 to 72 KiB), later ones only of cores that are new.
     */
    Flux<StoredCoreInfo> list();

    /** As {@link #list()}, of the cores that were made by name in this namespace. */
    default Flux<StoredCoreInfo> list(Hash namespace) {
        return list().filter(core -> namespace.equals(core.namespace()));
    }

    /** What is stored of a core, without opening it; empty if it is not stored. */
    Mono<StoredCoreInfo> stored(DiscoveryKey discoveryKey);

    /** The cores that are in memory now, of all namespaces. */
    List<OpenCore> cores();

    /**
     * Cores being opened and closed, and conflicts, from the subscription on, of all namespaces. A subscriber that does
     * not keep up misses the oldest.
     */
    Flux<StoreEvent> events();

    /** The growth of cores that were opened {@link CoreOptions#withGroup with this group}, from the subscription on. */
    Flux<GroupUpdate> group(Hash topic);

    /**
     * Says that peers are being looked for: until the result is disposed of, {@link Core#update} of cores got through this
     * store object waits for a first peer instead of answering at once.
     */
    Disposable findingPeers();

    /**
     * A read-only core of the same blocks, which nobody can append to: its key is the hash of its content. Blocks that are
     * stored are copied.
     *
     * <p>Errors: {@link IllegalArgumentException} for a core without blocks.
     */
    Mono<Core> staticify(Core core);

    /** Audits every stored core, one after the other. See {@link Core#audit}. */
    Flux<AuditReport> audit(AuditMode mode);

    /**
     * Copies the store, as it is used, to a folder that is missing or empty, in the same format. Each core is there as it was
     * at one moment, and those that are open now as they are now, as close together as can be. Appends go on and do not wait;
     * a core that is truncated while it is copied is copied again; blocks that are cleared meanwhile may be left out.
     *
     * <p>Copied are the primary key as it is stored, sealed or not, all cores with their user data and the key pairs kept
     * with them, what is stored of their blocks and trees, and what is known of purged cores. What is damaged is left out and
     * reported, and so are cores that cannot be read.
     *
     * <p>A copy may be older than what peers have, and whoever wrote to it would fork the core. So cores that could be
     * written to are marked in the copy, in their headers ({@link io.corestore.spi.UserData#DOUBT}): whichever way the
     * folder gets into use, they are not signed for until that is settled.
     *
     * <p>Work starts on subscription. Until all is on disk it is in a folder beside the target, {@code <target>.incomplete-…},
     * which gets its name as the last step; a crash leaves it behind, an error or a cancel deletes it.
     *
     * <p>Errors: {@link io.corestore.error.FolderNotEmptyException}; {@link io.corestore.error.StorageFailedException} if the
     * target cannot be written; {@link io.corestore.error.SuspendedException}.
     */
    Mono<BackupReport> backup(Path target);

    /**
     * Lets another process take the folder: waits for what touches a file now, writes out and closes the files of open
     * cores, gives the lock back. Sessions stay open, but whatever needs a file fails with a
     * {@link io.corestore.error.SuspendedException} until {@link #resume}, peers are told that blocks are not available.
     * Repeatable; goes on to its end when cancelled.
     */
    Mono<Void> suspend();

    /**
     * Takes the folder back and compares each open core with its files. One that the other process changed is closed, for
     * its users with a {@link io.corestore.error.ClosedException} that says to open it again. Repeatable.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException} as long as another process has it; try again.
     */
    Mono<Void> resume();

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

    /** The connections of the store now, those of all namespaces. {@link #events} tells when one comes or goes. */
    Mono<List<Peer>> peers();

    /**
     * Ends all connections to a peer, from this side and without an error; what it was sent before may not arrive. It may
     * connect again unless a {@link PeerAuthorizer} says no. Emits how many connections there were.
     */
    Mono<Integer> disconnect(Hash remoteKey);

    /**
     * Closes the sessions got from this store object; from the store itself also all cores, files, the lock, and the
     * replications over bytes. A replication over messages loses its channels and ends when its input does: that
     * connection is not the store's. Lazy, shared and repeatable; never fails.
     */
    Mono<Void> close();
}
