package io.corestore.merkle;

import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSignable;
import io.corestore.encoding.CompactReader;
import io.corestore.encoding.TreeNode;
import io.corestore.error.DecodingException;
import io.corestore.error.InvalidProofException;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Verifies the signature of a tree against the manifest of its core (spec page 11, section 5): compat cores, version 0,
 * envelopes of one or several signers with quorum and patches, prologues.
 */
public final class TreeVerifier {
    private final CoreKey key;
    private final Manifest manifest;
    private final Tree tree;

    private TreeVerifier(CoreKey key, Manifest manifest, Tree tree) {
        this.key = key;
        this.manifest = manifest;
        this.tree = tree;
    }

    /**
     * Whether a signature as stored is valid for a tree. Anything malformed is not; that the manifest is one of this key
     * is not asked here.
     *
     * @param signature read from position to limit; the position stays
     */
    public static boolean verify(CoreKey key, Manifest manifest, Tree tree, ByteBuffer signature) {
        byte[] bytes = new byte[signature.remaining()];
        signature.get(signature.position(), bytes);
        return new TreeVerifier(key, manifest, tree).verify(bytes);
    }

    /**
     * Requires that the manifest is one of this key and the signature valid.
     *
     * @throws InvalidProofException if either is not so
     */
    public static void require(CoreKey key, Manifest manifest, Tree tree, ByteBuffer signature) {
        if (!CoreKeys.belongs(manifest, key)) {
            throw new InvalidProofException("Proof contains an invalid manifest");
        }
        if (!verify(key, manifest, tree, signature)) {
            throw new InvalidProofException("Proof contains an invalid signature");
        }
    }

    private boolean verify(byte[] signature) {
        Prologue prologue = manifest.prologue();
        if (isPlain()) {
            return isSignedBy(0, tree, signature);
        }
        if (manifest.version() > 0 && prologue != null && tree.length() <= prologue.length()) {
            return tree.length() == prologue.length() && tree.treeHash().equals(prologue.hash());
        }
        try {
            return verify(SignatureEnvelope.decode(signature, manifest.version()));
        } catch (DecodingException malformed) {
            return false;
        }
    }

    private boolean isPlain() {
        boolean single = manifest.signers().size() == 1 && !manifest.allowPatch();
        return manifest.isCompatFor(key) || manifest.version() == 0 && single;
    }

    private boolean verify(SignatureEnvelope envelope) {
        int quorum = manifest.quorum();
        if (quorum <= 0 || envelope.proofs().size() < quorum) {
            return false;
        }
        Set<Long> seen = new HashSet<>();
        NodeMap patch = NodeMap.of(envelope.patch());
        for (PartialSignature proof : envelope.proofs().subList(0, quorum)) {
            boolean known = proof.signer() < manifest.signers().size() && seen.add(proof.signer());
            if (!known || !verify(proof, patch)) {
                return false;
            }
        }
        return true;
    }

    private boolean verify(PartialSignature proof, NodeMap patch) {
        boolean patched = proof.patch() > 0 && manifest.allowPatch();
        try {
            Tree signed = patched ? extended(proof.patch(), patch) : tree;
            return isSignedBy((int) proof.signer(), signed, proof.signature());
        } catch (InvalidProofException | MissingNodeException | ArithmeticException noSuchTree) {
            return false;
        }
    }

    private Tree extended(long blocks, NodeMap patch) {
        long end = Math.addExact(tree.length(), blocks);
        if (end > CompactReader.MAX_UINT) {
            throw new ArithmeticException("a patch to " + end + " blocks");
        }
        List<TreeNode> nodes = new ArrayList<>();
        Climb.upgrade(tree.length(), end, index -> nodes.add(patch.require(index)));
        UpgradeBuilder builder = new UpgradeBuilder(tree.roots(), new TreeHasher());
        builder.extend(end, new NodeQueue(nodes, null));
        return builder.tree(tree.fork());
    }

    private boolean isSignedBy(int signer, Tree signed, byte[] signature) {
        byte[] message = TreeSignable.of(key, manifest, signer, signed.treeHash(), signed.length(), signed.fork());
        return Ed25519.verify(manifest.signers().get(signer).publicKey(), signature, message);
    }
}
