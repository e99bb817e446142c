package io.corestore.merkle;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.TreeNode;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.UpgradePart;
import java.util.List;

/** Reads and writes data messages (spec page 12, section 3). */
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

    static byte[] encode(Data data) {
        CompactWriter out = new CompactWriter();
        out.uint((data.block() == null ? 0 : 1)
                | (data.hash() == null ? 0 : 2)
                | (data.seek() == null ? 0 : 4)
                | (data.upgrade() == null ? 0 : 8));
        out.uint(data.request()).uint(data.fork());
        if (data.block() != null) {
            out.uint(data.block().index()).buffer(data.block().value());
            nodes(out, data.block().nodes());
        }
        if (data.hash() != null) {
            nodes(out.uint(data.hash().index()), data.hash().nodes());
        }
        if (data.seek() != null) {
            nodes(out.uint(data.seek().bytes()), data.seek().nodes());
        }
        if (data.upgrade() != null) {
            out.uint(data.upgrade().start()).uint(data.upgrade().length());
            nodes(out, data.upgrade().nodes());
            nodes(out, data.upgrade().additionalNodes());
            out.buffer(data.upgrade().signature());
        }
        return out.toBytes();
    }

    private static void nodes(CompactWriter out, List<TreeNode> nodes) {
        out.array(nodes, (to, node) -> node.encode(to));
    }
}
