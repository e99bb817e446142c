package io.corestore.wire;

/** Which parts follow in a request or a data message (spec page 12). */
final class ProofFlags {
    static final int BLOCK = 1;
    static final int HASH = 2;
    static final int SEEK = 4;
    static final int UPGRADE = 8;
    static final int MANIFEST = 16;
    static final int PRIORITY = 32;

    private ProofFlags() {}
}
