package io.corestore.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Which peers to stay connected with. */
@FunctionalInterface
public interface PeerAddresses {
    /**
     * The peers, and again all of them whenever they are others. Work starts on subscription. If it completes, the last ones
     * stay.
     */
    Flux<Set<InetSocketAddress>> lists();

    /** Always the same peers. Names are looked up at each dial. */
    static PeerAddresses of(InetSocketAddress... peers) {
        Set<InetSocketAddress> all = Set.of(peers);
        return () -> Flux.just(all);
    }

    /** A peer by its name or IP address, which is looked up at each dial. */
    static InetSocketAddress at(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /**
     * All addresses of a name, such as a headless service of Kubernetes, looked up again after each {@code refresh}. As
     * long as a look-up fails, the peers found last stay.
     */
    static PeerAddresses dns(String name, int port, Duration refresh) {
        Mono<Set<InetSocketAddress>> found = Mono.fromCallable(() -> InetAddress.getAllByName(name))
                .subscribeOn(Schedulers.boundedElastic())
                .map(all -> Arrays.stream(all)
                        .map(address -> new InetSocketAddress(address, port))
                        .collect(Collectors.toUnmodifiableSet()));
        return () -> found.onErrorComplete()
                .repeatWhen(done -> done.delayElements(refresh))
                .distinctUntilChanged();
    }
}
