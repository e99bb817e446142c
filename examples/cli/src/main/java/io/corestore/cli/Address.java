package io.corestore.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A peer's place: {@code host:port}, a version 6 address in brackets. */
record Address(String host, int port) {
    private static final int MAX_PORT = 65_535;

    static Address of(InetSocketAddress socket) {
        String host = socket.getAddress().getHostAddress();
        return new Address(host, socket.getPort());
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Reads an address from an argument. */
    static final class Converter implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw new TypeConversionException("'" + text + "' is not HOST:PORT");
            }
            String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            return new Address(host, port(text.substring(colon + 1), text));
        }

        private static int port(String digits, String text) {
            if (!digits.matches("[0-9]{1,5}")) {
                throw new TypeConversionException("'" + text + "' is not HOST:PORT");
            }
            int port = Integer.parseInt(digits);
            if (port < 1 || port > MAX_PORT) {
                throw new TypeConversionException("port " + port + " is not between 1 and " + MAX_PORT);
            }
            return port;
        }
    }
}
