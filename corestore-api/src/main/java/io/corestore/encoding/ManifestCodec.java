package io.corestore.encoding;

import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.key.Manifest.Signer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests in compact encoding, versions 0 to 3 (spec page 11, section 2). */
public final class ManifestCodec {
    private static final int MAX_VERSION = 3;
    private static final int SIGNER_BYTES = 65;
    private static final int ALLOW_PATCH = 1;
    private static final int PROLOGUE = 2;
    private static final int LINKED = 4;
    private static final int USER_DATA = 8;
    private static final int TYPE_STATIC = 0;
    private static final int TYPE_SINGLE = 1;
    private static final int TYPE_MULTI = 2;

    private ManifestCodec() {}

    public static byte[] encode(Manifest manifest) {
        CompactWriter out = new CompactWriter(128);
        encode(out, manifest);
        return out.toBytes();
    }

    public static void encode(CompactWriter out, Manifest manifest) {
        out.uint(manifest.version());
        if (manifest.version() == 0) {
            encodeVersion0(out, manifest);
        } else {
            encodeVersion1(out, manifest);
        }
    }

    public static Manifest decode(byte[] bytes) {
        return decode(CompactReader.of(bytes));
    }

    public static Manifest decode(CompactReader in) {
        long version = in.uint();
        if (version > MAX_VERSION) {
            throw new DecodingException("Unknown version: " + version);
        }
        return version == 0 ? decodeVersion0(in) : decodeVersion1(in, (int) version);
    }

    private static void encodeVersion0(CompactWriter out, Manifest manifest) {
        out.uint(0);
        Prologue prologue = manifest.prologue();
        if (prologue != null && manifest.signers().isEmpty()) {
            out.uint(TYPE_STATIC).hash(prologue.hash());
        } else if (manifest.quorum() == 1 && manifest.signers().size() == 1 && !manifest.allowPatch()) {
            out.uint(TYPE_SINGLE);
            encodeSigner(out, manifest.signers().get(0));
        } else {
            out.uint(TYPE_MULTI).uint(manifest.allowPatch() ? ALLOW_PATCH : 0).uint(manifest.quorum());
            out.array(manifest.signers(), ManifestCodec::encodeSigner);
        }
    }

    private static Manifest decodeVersion0(CompactReader in) {
        expectBlake2b(in);
        long type = in.uint();
        if (type == TYPE_STATIC) {
            return new Manifest(0, false, 0, List.of(), new Prologue(in.hash(), 0), List.of(), null);
        }
        if (type == TYPE_SINGLE) {
            return new Manifest(0, false, 1, List.of(decodeSigner(in)), null, List.of(), null);
        }
        if (type != TYPE_MULTI) {
            throw new DecodingException("Unknown type: " + type);
        }
        boolean allowPatch = (in.uint() & ALLOW_PATCH) != 0;
        int quorum = in.count(Integer.MAX_VALUE);
        return new Manifest(
                0, allowPatch, quorum, in.array(SIGNER_BYTES, ManifestCodec::decodeSigner), null, List.of(), null);
    }

    private static void encodeVersion1(CompactWriter out, Manifest manifest) {
        Prologue prologue = manifest.prologue();
        ByteBuffer userData = manifest.userData();
        out.uint((manifest.allowPatch() ? ALLOW_PATCH : 0)
                | (prologue != null ? PROLOGUE : 0)
                | (manifest.linked().isEmpty() ? 0 : LINKED)
                | (userData != null ? USER_DATA : 0));
        out.uint(0).uint(manifest.quorum()).array(manifest.signers(), ManifestCodec::encodeSigner);
        if (prologue != null) {
            out.hash(prologue.hash()).uint(prologue.length());
        }
        if (!manifest.linked().isEmpty()) {
            out.array(manifest.linked(), CompactWriter::hash);
        }
        if (userData != null) {
            out.buffer(userData);
        }
    }

    private static Manifest decodeVersion1(CompactReader in, int version) {
        long flags = in.uint();
        expectBlake2b(in);
        int quorum = in.count(Integer.MAX_VALUE);
        List<Signer> signers = in.array(SIGNER_BYTES, ManifestCodec::decodeSigner);
        @Nullable Prologue prologue = (flags & PROLOGUE) != 0 ? new Prologue(in.hash(), in.uint()) : null;
        List<Hash> linked = (flags & LINKED) != 0 ? in.array(Hash.BYTES, CompactReader::hash) : List.of();
        @Nullable ByteBuffer userData = (flags & USER_DATA) != 0 ? ByteBuffer.wrap(in.buffer()) : null;
        return new Manifest(version, (flags & ALLOW_PATCH) != 0, quorum, signers, prologue, linked, userData);
    }

    private static void encodeSigner(CompactWriter out, Signer signer) {
        out.uint(0).hash(signer.namespace()).hash(signer.publicKey());
    }

    private static Signer decodeSigner(CompactReader in) {
        long signature = in.uint();
        if (signature != 0) {
            throw new DecodingException("Unknown signature id: " + signature);
        }
        return new Signer(in.hash(), in.hash());
    }

    private static void expectBlake2b(CompactReader in) {
        long hash = in.uint();
        if (hash != 0) {
            throw new DecodingException("Unknown hash id: " + hash);
        }
    }
}
