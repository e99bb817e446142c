package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import reactor.core.Disposable;

class SecureChannelContractTest implements TransportContract {
    @Override
    public Disposable connect(MessageDuplex first, MessageDuplex second) {
        return MemoryPipe.connect(
                inbound -> SecureChannel.run(true, inbound, first, SecureOptions.defaults()),
                inbound -> SecureChannel.run(false, inbound, second, SecureOptions.defaults()));
    }
}
