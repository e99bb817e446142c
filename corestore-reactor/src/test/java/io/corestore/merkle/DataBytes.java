package io.corestore.merkle;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.TreeNode;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.UpgradePart;
import java.util.List;

/** Reads recorded data messages (spec page 12, section 3). */
final class DataBytes {
    static final int CHANNEL = 1;

    private DataBytes() {}

    static Data decode(byte[] bytes) {
        CompactReader in = CompactReader.of(bytes);
        long flags = in.uint();
        return new Data(
                CHANNEL,
                in.uint(),
                in.uint(),
                (flags & 1) == 0 ? null : new BlockPart(in.uint(), in.slice(), nodes(in)),
                (flags & 2) == 0 ? null : new HashPart(in.uint(), nodes(in)),
                (flags & 4) == 0 ? null : new SeekPart(in.uint(), nodes(in)),
                (flags & 8) == 0 ? null : new UpgradePart(in.uint(), in.uint(), nodes(in), nodes(in), in.slice()),
                (flags & 16) == 0 ? null : ManifestCodec.decode(in));
    }

    private static List<TreeNode> nodes(CompactReader in) {
        return in.array(TreeNode.MINIMUM_BYTES, TreeNode::decode);
    }
}
