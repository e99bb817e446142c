package io.corestore.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store of this project and Node peers, each in a folder of its own. */
abstract class TwoPeers {
    @TempDir
    Path folder;

    JavaPeer java() {
        return JavaPeer.at(folder.resolve("java"));
    }

    NodePeer node(NodeSet set) {
        return node(set, "node");
    }

    /** A peer of this name, which is also that of its folder. */
    NodePeer node(NodeSet set, String name) {
        return NodePeer.at(set, folder.resolve(name));
    }
}
