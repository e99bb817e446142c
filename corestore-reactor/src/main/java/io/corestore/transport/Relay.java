package io.corestore.transport;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Hands one end's output to the other end as its input. A subscriber of its own since the two ends are a circle: an
 * output may be subscribed once, and only that subscribes the input of the same end. So the output is subscribed first,
 * and asked for nothing until its receiver comes; demand, cancel and signals then pass through, and nothing is held.
 */
final class Relay<T> extends Flux<T> implements CoreSubscriber<T>, Subscription {
    private static final int TAKEN = 1;
    private static final int SUBSCRIBED = 2;
    private static final int ENDED = 4;

    private final Operators.DeferredSubscription upstream = new Operators.DeferredSubscription();
    private final AtomicInteger state = new AtomicInteger();
    private volatile @Nullable CoreSubscriber<? super T> downstream;
    private volatile @Nullable Throwable failure;

    /** Accepts one receiver. */
    @Override
    public void subscribe(CoreSubscriber<? super T> receiver) {
        if ((add(TAKEN) & TAKEN) != 0) {
            Operators.error(receiver, new IllegalStateException("an input is subscribed once"));
            return;
        }
        downstream = receiver;
        receiver.onSubscribe(this);
        if ((add(SUBSCRIBED) & ENDED) != 0) {
            end(receiver);
        }
    }

    /** Empty: an end's own context does not reach the other, and looking it up would run in the circle for ever. */
    @Override
    public Context currentContext() {
        return Context.empty();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream.set(subscription);
    }

    /** Without a receiver nothing was asked for, and after its cancel what still comes is dropped. */
    @Override
    public void onNext(T element) {
        CoreSubscriber<? super T> receiver = downstream;
        if (receiver == null) {
            Operators.onNextDropped(element, currentContext());
        } else {
            receiver.onNext(element);
        }
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
        onComplete();
    }

    /** Tells the receiver, now or when it comes. */
    @Override
    public void onComplete() {
        boolean subscribed = (add(ENDED) & (SUBSCRIBED | ENDED)) == SUBSCRIBED;
        CoreSubscriber<? super T> receiver = downstream;
        if (subscribed && receiver != null) {
            end(receiver);
        }
    }

    @Override
    public void request(long n) {
        upstream.request(n);
    }

    @Override
    public void cancel() {
        upstream.cancel();
        downstream = null;
    }

    private void end(CoreSubscriber<? super T> receiver) {
        Throwable cause = failure;
        if (cause == null) {
            receiver.onComplete();
        } else {
            receiver.onError(cause);
        }
    }

    private int add(int flag) {
        return state.getAndUpdate(before -> before | flag);
    }
}
