package io.corestore.interop;

/** What a Node peer answered instead of a result. */
public final class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    NodeException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** The {@code code} of the error in Node, else its name. */
    public String code() {
        return code;
    }
}
