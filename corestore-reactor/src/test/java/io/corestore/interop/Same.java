package io.corestore.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreInfo;

/** Whether both sides see the same core. */
final class Same {
    private Same() {}

    /** Key, length, bytes, fork and tree hash. */
    static void log(CoreInfo java, NodeInfo node) {
        assertThat(java.key().toHex()).isEqualTo(node.key());
        assertThat(java.discoveryKey().toHex()).isEqualTo(node.discoveryKey());
        assertThat(java.length()).isEqualTo(node.length());
        assertThat(java.byteLength()).isEqualTo(node.byteLength());
        assertThat(java.fork()).isEqualTo(node.fork());
        assertThat(java.treeHash().toHex()).isEqualTo(node.treeHash());
    }

    /** As {@link #log}, and every block. */
    static void content(Core java, NodeCore node) {
        log(JavaPeer.await(java.info()), JavaPeer.await(node.info()));
        assertThat(JavaPeer.digest(java)).isEqualTo(JavaPeer.await(node.digest()));
    }
}
