package io.corestore.spi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Keys of user data that the library itself keeps in a core (spec page 20, section 1.4). */
public final class UserData {
    /** The core's name, UTF-8. */
    public static final String NAME = "corestore/name";

    /** The namespace of the core's name, 32 bytes. */
    public static final String NAMESPACE = "corestore/namespace";

    /** The topic of the group that the core is tied to, 32 bytes. */
    public static final String GROUP = "corestore/group";

    /** In a sealed store: the core's key pair, encrypted, where no name leads to it. */
    public static final String SEALED_KEY_PAIR = "corestore/sealed-key-pair";

    /**
     * Which run of the operating system has blocks of the core that may not be on disk, UTF-8: they are lost if another one
     * reads this. See {@link CoreStorage#systemRun()}.
     */
    public static final String UNSYNCED = "corestore/unsynced";

    /**
     * Why acknowledged blocks may be missing, UTF-8. The core is not signed for as long as this is there: peers may hold
     * a longer history.
     */
    public static final String DOUBT = "corestore/doubt";

    /** Set if a copy of the core stays on its fork, whatever its owner signs. */
    public static final String KEEPS_FORK = "corestore/keeps-fork";

    /** A second history that the owner signed: length, fork, hash, signature. Nothing is exchanged with peers any more. */
    public static final String CONFLICT = "corestore/conflict";

    /** A value that deletes. */
    public static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A text as a value. */
    public static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    /** A value as a text. */
    public static String text(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    private UserData() {}
}
