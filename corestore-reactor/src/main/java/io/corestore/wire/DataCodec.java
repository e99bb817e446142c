package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.ManifestCodec;
import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.HashPart;
import io.corestore.message.Message.SeekPart;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;

/** Message 3 (spec page 12). The value of a block and a signature are views of the frame they arrived in. */
final class DataCodec implements MessageCodec<Data> {
    private static final int MANIFEST_HEAD = 128;
    private static final int SIGNER_BYTES = 65;

    @Override
    public int size(Data data) {
        int size = 1 + Sizes.uint(data.request()) + Sizes.uint(data.fork());
        BlockPart block = data.block();
        if (block != null) {
            size += Sizes.uint(block.index()) + Sizes.buffer(block.value()) + NodeLists.size(block.nodes());
        }
        HashPart hash = data.hash();
        if (hash != null) {
            size += Sizes.uint(hash.index()) + NodeLists.size(hash.nodes());
        }
        SeekPart seek = data.seek();
        if (seek != null) {
            size += Sizes.uint(seek.bytes()) + NodeLists.size(seek.nodes());
        }
        UpgradePart upgrade = data.upgrade();
        size += upgrade == null ? 0 : size(upgrade);
        Manifest manifest = data.manifest();
        return size + (manifest == null ? 0 : size(manifest));
    }

    private static int size(UpgradePart upgrade) {
        return Sizes.uint(upgrade.start())
                + Sizes.uint(upgrade.length())
                + NodeLists.size(upgrade.nodes())
                + NodeLists.size(upgrade.additionalNodes())
                + Sizes.buffer(upgrade.signature());
    }

    /** Manifests are rare: they are encoded to be measured, into an array that has room for any of their size. */
    private static int size(Manifest manifest) {
        ByteBuffer userData = manifest.userData();
        int atMost = MANIFEST_HEAD
                + manifest.signers().size() * SIGNER_BYTES
                + manifest.linked().size() * Hash.BYTES
                + (userData == null ? 0 : userData.remaining());
        CompactWriter out = new CompactWriter(atMost);
        ManifestCodec.encode(out, manifest);
        return out.size();
    }

    @Override
    public void encode(CompactWriter out, Data data) {
        out.uint(flags(data)).uint(data.request()).uint(data.fork());
        BlockPart block = data.block();
        if (block != null) {
            NodeLists.encode(out.uint(block.index()).buffer(block.value()), block.nodes());
        }
        HashPart hash = data.hash();
        if (hash != null) {
            NodeLists.encode(out.uint(hash.index()), hash.nodes());
        }
        SeekPart seek = data.seek();
        if (seek != null) {
            NodeLists.encode(out.uint(seek.bytes()), seek.nodes());
        }
        UpgradePart upgrade = data.upgrade();
        if (upgrade != null) {
            encode(out, upgrade);
        }
        Manifest manifest = data.manifest();
        if (manifest != null) {
            ManifestCodec.encode(out, manifest);
        }
    }

    private static void encode(CompactWriter out, UpgradePart upgrade) {
        out.uint(upgrade.start()).uint(upgrade.length());
        NodeLists.encode(out, upgrade.nodes());
        NodeLists.encode(out, upgrade.additionalNodes());
        out.buffer(upgrade.signature());
    }

    @Override
    public Data decode(int channel, CompactReader in, WireLimits limits) {
        long flags = in.uint();
        return new Data(
                channel,
                in.uint(),
                in.uint(),
                (flags & ProofFlags.BLOCK) != 0
                        ? new BlockPart(in.uint(), in.slice(), NodeLists.decode(in, limits))
                        : null,
                (flags & ProofFlags.HASH) != 0 ? new HashPart(in.uint(), NodeLists.decode(in, limits)) : null,
                (flags & ProofFlags.SEEK) != 0 ? new SeekPart(in.uint(), NodeLists.decode(in, limits)) : null,
                (flags & ProofFlags.UPGRADE) != 0 ? decodeUpgrade(in, limits) : null,
                (flags & ProofFlags.MANIFEST) != 0 ? decodeManifest(in, limits) : null);
    }

    private static UpgradePart decodeUpgrade(CompactReader in, WireLimits limits) {
        return new UpgradePart(
                in.uint(), in.uint(), NodeLists.decode(in, limits), NodeLists.decode(in, limits), in.slice());
    }

    private static Manifest decodeManifest(CompactReader in, WireLimits limits) {
        Manifest manifest = ManifestCodec.decode(in);
        if (manifest.signers().size() > limits.maxSigners()) {
            throw new DecodingException("a manifest of " + manifest.signers().size() + " signers is too long");
        }
        return manifest;
    }

    private static int flags(Data data) {
        return (data.block() != null ? ProofFlags.BLOCK : 0)
                | (data.hash() != null ? ProofFlags.HASH : 0)
                | (data.seek() != null ? ProofFlags.SEEK : 0)
                | (data.upgrade() != null ? ProofFlags.UPGRADE : 0)
                | (data.manifest() != null ? ProofFlags.MANIFEST : 0);
    }
}
