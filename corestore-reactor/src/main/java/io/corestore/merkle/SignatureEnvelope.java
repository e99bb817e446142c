package io.corestore.merkle;

import io.corestore.crypto.Ed25519;
import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.DecodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several signatures of a tree in one (spec page 11, section 4). Bytes behind it are ignored.
 *
 * @param proofs the signatures, in the order in which they count
 * @param patch nodes that lead from the tree to the longer ones that some signed
 */
public record SignatureEnvelope(List<PartialSignature> proofs, List<TreeNode> patch) {
    private static final int MINIMUM_PROOF = Ed25519.SIGNATURE_BYTES + 2;
    private static final int HAS_PATCH = 1;

    public SignatureEnvelope {
        proofs = List.copyOf(proofs);
        patch = List.copyOf(patch);
    }

    /** The envelope of signatures given one by one. */
    public static SignatureEnvelope of(List<PartialSignature> proofs) {
        List<TreeNode> patch = new ArrayList<>();
        for (PartialSignature proof : proofs) {
            for (TreeNode node : proof.nodes()) {
                if (position(patch, node.index()) < 0) {
                    patch.add(node);
                }
            }
        }
        return new SignatureEnvelope(proofs, patch);
    }

    /**
     * Reads an envelope; its proofs name no nodes of their own.
     *
     * @param version of the manifest
     * @throws DecodingException if it is malformed
     */
    public static SignatureEnvelope decode(byte[] bytes, int version) {
        CompactReader in = CompactReader.of(bytes);
        List<PartialSignature> proofs = version == 0
                ? in.array(MINIMUM_PROOF, SignatureEnvelope::decodeProof0)
                : in.array(MINIMUM_PROOF + 1, SignatureEnvelope::decodeProof);
        return new SignatureEnvelope(proofs, in.array(TreeNode.MINIMUM_BYTES, TreeNode::decode));
    }

    /** Writes the envelope for a manifest of this version. */
    public byte[] encode(int version) {
        CompactWriter out = new CompactWriter(4 + proofs.size() * (MINIMUM_PROOF + 1));
        if (version == 0) {
            out.array(proofs, this::encodeProof0);
        } else {
            out.array(proofs, SignatureEnvelope::encodeProof);
        }
        return out.array(patch, (writer, node) -> node.encode(writer)).toBytes();
    }

    private static PartialSignature decodeProof(CompactReader in) {
        return new PartialSignature(in.uint(), in.fixed(Ed25519.SIGNATURE_BYTES), in.uint(), List.of());
    }

    private static void encodeProof(CompactWriter out, PartialSignature proof) {
        out.uint(proof.signer()).fixed(proof.signature()).uint(proof.patch());
    }

    private static PartialSignature decodeProof0(CompactReader in) {
        boolean hasPatch = (in.uint() & HAS_PATCH) != 0;
        long signer = in.uint();
        byte[] signature = in.fixed(Ed25519.SIGNATURE_BYTES);
        if (!hasPatch) {
            return new PartialSignature(signer, signature, 0, List.of());
        }
        in.uint();
        long patch = in.uint();
        in.array(1, CompactReader::uint);
        return new PartialSignature(signer, signature, patch, List.of());
    }

    private void encodeProof0(CompactWriter out, PartialSignature proof) {
        List<TreeNode> nodes = proof.nodes();
        out.uint(nodes.isEmpty() ? 0 : HAS_PATCH).uint(proof.signer()).fixed(proof.signature());
        if (!nodes.isEmpty()) {
            long start = FlatTree.rightSpan(nodes.get(nodes.size() - 1).index()) / 2 + 1;
            out.uint(start).uint(proof.patch());
            out.array(nodes, (writer, node) -> writer.uint(position(patch, node.index())));
        }
    }

    private static int position(List<TreeNode> nodes, long index) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).index() == index) {
                return i;
            }
        }
        return -1;
    }
}
