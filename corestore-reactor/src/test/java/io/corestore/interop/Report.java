package io.corestore.interop;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.process.LogModel;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one side sees of a core; bytes in hex. The same as in {@code sequence.js}.
 *
 * @param present for each block {@code 1} if it is stored, else {@code 0}
 * @param digest of the stored blocks
 */
record Report(
        long length,
        long byteLength,
        long fork,
        String treeHash,
        String present,
        String digest,
        Map<String, String> data) {

    static Report of(Core core) {
        CoreInfo info = JavaPeer.await(core.info());
        LogModel stored = LogModel.of(core);
        return new Report(
                info.length(),
                info.byteLength(),
                info.fork(),
                info.treeHash().toHex(),
                stored.present(),
                stored.digest(),
                hex(stored.data()));
    }

    /** Whether this is what the changes made so far lead to. */
    boolean isOf(LogModel model) {
        return length == model.length()
                && fork == model.fork()
                && present.equals(model.present())
                && digest.equals(model.digest())
                && data.equals(hex(model.data()));
    }

    private static Map<String, String> hex(Map<String, ByteBuffer> data) {
        Map<String, String> hex = new TreeMap<>();
        data.forEach((key, value) -> {
            byte[] bytes = new byte[value.remaining()];
            value.duplicate().get(bytes);
            hex.put(key, HexFormat.of().formatHex(bytes));
        });
        return hex;
    }
}
