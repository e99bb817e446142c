package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import reactor.core.Disposable;

class LocalTransportTest implements TransportContract {
    @Override
    public Disposable connect(MessageDuplex first, MessageDuplex second) {
        return LocalTransport.connect(first, second).subscribe(nothing -> {}, failure -> {});
    }
}
