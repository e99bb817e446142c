package io.corestore.transport;

import io.corestore.contract.DuplexContract;
import io.corestore.message.MessageDuplex;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import reactor.core.Disposable;

class TcpTransportTest implements DuplexContract {
    private final List<TcpListener> listeners = new ArrayList<>();

    @AfterEach
    void close() {
        listeners.forEach(listener -> listener.close().block(PATIENCE));
    }

    @Override
    public Disposable connect(MessageDuplex first, MessageDuplex second) {
        TcpListener listener =
                TcpTransport.listen(second, TcpOptions.defaults()).block(PATIENCE);
        listeners.add(listener);
        TcpConnection connection = TcpTransport.connect(
                        first, "127.0.0.1", listener.address().getPort(), TcpOptions.defaults())
                .block(PATIENCE);
        return () -> connection.close().subscribe();
    }
}
