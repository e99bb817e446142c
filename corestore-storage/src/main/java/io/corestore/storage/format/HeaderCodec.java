package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.ManifestCodec;
import io.corestore.error.DecodingException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreHead;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers (spec page 22, section 4). Version 1 is written, versions 0 and 1 are read:
 *
 * <pre>
 * header   = 1 flags ( position / inner )         flags: 1 position, 2 manifest, 4 key pair
 * position = uint start, uint length              in the header file
 * inner    = key [manifest] [keyPair] userData tree hints
 * keyPair  = buffer public, buffer secret         an empty secret is not known
 * userData = array of (string key, buffer value)
 * tree     = uint fork, uint length, buffer root hash, buffer signature
 * hints    = array of (uint from, uint to, uint ancestors), uint contiguous length
 *
 * header0  = 0 string string string userData tree keyPair hints
 * </pre>
 */
public final class HeaderCodec {
    private static final int POSITION = 1;
    private static final int MANIFEST = 2;
    private static final int KEY_PAIR = 4;
    private static final int SECRET_BYTES = 64;

    private HeaderCodec() {}

    public static byte[] encode(HeaderContent content) {
        CompactWriter out = new CompactWriter(512);
        out.uint(1);
        if (content instanceof Header header) {
            encode(out, header);
        } else if (content instanceof HeaderPosition position) {
            out.uint(POSITION).uint(position.start()).uint(position.length());
        }
        return out.toBytes();
    }

    /** Decodes a header; {@link DecodingException} if it is none. */
    public static HeaderContent decode(CompactReader in) {
        long version = in.uint();
        if (version == 0) {
            return decodeVersion0(in);
        }
        if (version != 1) {
            throw new DecodingException("Unknown header version: " + version);
        }
        long flags = in.uint();
        if ((flags & POSITION) != 0) {
            return new HeaderPosition(in.uint(), in.uint());
        }
        CoreKey key = new CoreKey(in.hash());
        Manifest manifest = (flags & MANIFEST) != 0 ? ManifestCodec.decode(in) : null;
        KeyPair keyPair = (flags & KEY_PAIR) != 0 ? keyPair(in) : null;
        Map<String, ByteBuffer> userData = userData(in);
        Tree tree = tree(in);
        return header(key, manifest, keyPair, userData, tree, in);
    }

    private static Header decodeVersion0(CompactReader in) {
        expect(in, "blake2b");
        expect(in, "raw");
        expect(in, "ed25519");
        Map<String, ByteBuffer> userData = userData(in);
        Tree tree = tree(in);
        Hash publicKey = publicKey(in.buffer());
        byte[] secret = in.buffer();
        KeyPair keyPair = secret.length == SECRET_BYTES ? KeyPair.of(publicKey.toBytes(), secret) : null;
        return header(new CoreKey(publicKey), Manifest.single(0, publicKey), keyPair, userData, tree, in);
    }

    private static Header header(
            CoreKey key,
            @Nullable Manifest manifest,
            @Nullable KeyPair keyPair,
            Map<String, ByteBuffer> userData,
            Tree tree,
            CompactReader in) {
        List<ReorgHint> reorgs = in.array(ReorgHint.MINIMUM_BYTES, ReorgHint::decode);
        long contiguous = in.hasRemaining() ? in.uint() : 0;
        CoreHead head = new CoreHead(tree.fork, tree.length, tree.rootHash, tree.signature, contiguous);
        return new Header(key, manifest, keyPair, userData, head, reorgs);
    }

    private static void encode(CompactWriter out, Header header) {
        Manifest manifest = header.manifest();
        KeyPair keyPair = header.keyPair();
        out.uint((manifest == null ? 0 : MANIFEST) | (keyPair == null ? 0 : KEY_PAIR));
        out.hash(header.key().hash());
        if (manifest != null) {
            ManifestCodec.encode(out, manifest);
        }
        if (keyPair != null) {
            out.uint(Hash.BYTES).hash(keyPair.publicKey());
            out.buffer(keyPair.hasSecretKey() ? keyPair.secretKey() : new byte[0]);
        }
        out.uint(header.userData().size());
        header.userData().forEach((key, value) -> out.string(key).buffer(value));
        encodeTree(out, header.head());
        out.array(header.reorgs(), (target, hint) -> hint.encode(target));
        out.uint(header.head().contiguousLength());
    }

    private static void encodeTree(CompactWriter out, CoreHead head) {
        out.uint(head.fork()).uint(head.length());
        Hash rootHash = head.rootHash();
        if (rootHash == null) {
            out.uint(0);
        } else {
            out.uint(Hash.BYTES).hash(rootHash);
        }
        out.buffer(head.signature());
    }

    private static Tree tree(CompactReader in) {
        long fork = in.uint();
        long length = in.uint();
        byte[] rootHash = in.buffer();
        byte[] signature = in.buffer();
        return new Tree(
                fork, length, rootHash.length == Hash.BYTES ? Hash.of(rootHash) : null, ByteBuffer.wrap(signature));
    }

    private static @Nullable KeyPair keyPair(CompactReader in) {
        byte[] publicKey = in.buffer();
        byte[] secret = in.buffer();
        if (publicKey.length != Hash.BYTES) {
            return null;
        }
        return secret.length == SECRET_BYTES ? KeyPair.of(publicKey, secret) : KeyPair.publicOnly(Hash.of(publicKey));
    }

    private static Hash publicKey(byte[] bytes) {
        if (bytes.length != Hash.BYTES) {
            throw new DecodingException("public key of " + bytes.length + " bytes");
        }
        return Hash.of(bytes);
    }

    private static Map<String, ByteBuffer> userData(CompactReader in) {
        Map<String, ByteBuffer> userData = new LinkedHashMap<>();
        long count = in.uint();
        for (long i = 0; i < count; i++) {
            String key = in.string();
            ByteBuffer value = ByteBuffer.wrap(in.buffer()).asReadOnlyBuffer();
            if (value.hasRemaining()) {
                userData.put(key, value);
            }
        }
        return userData;
    }

    private static void expect(CompactReader in, String type) {
        String found = in.string();
        if (!found.equals(type)) {
            throw new DecodingException("Unknown type: " + found);
        }
    }

    private record Tree(long fork, long length, @Nullable Hash rootHash, ByteBuffer signature) {}
}
