package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message.Data;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/** What a reader of a core keeps in memory: a tree, nodes, blocks. It takes in proofs. */
final class SparseReader {
    final TreeMap<Long, TreeNode> nodes = new TreeMap<>();
    final TreeMap<Long, ByteBuffer> blocks = new TreeMap<>();
    private final CoreKey key;
    private final Manifest manifest;
    private final TreeHasher hasher = new TreeHasher();
    Tree tree = Tree.empty(0);
    ByteBuffer signature = ByteBuffer.allocate(0);

    SparseReader(CoreKey key, Manifest manifest) {
        this.key = key;
        this.manifest = manifest;
    }

    /** Verifies and stores; false if the data are of another fork. */
    boolean apply(Data data) {
        if (data.fork() != tree.fork()) {
            return false;
        }
        Prologue prologue = manifest.prologue();
        VerifiedProof proof = ProofVerifier.of(tree, prologue, data, hasher).run(nodes::get);
        proof.requireSigned(key, manifest);
        store(proof, data);
        return true;
    }

    private void store(VerifiedProof proof, Data data) {
        proof.nodes().forEach(node -> nodes.put(node.index(), node));
        if (proof.upgraded() != null) {
            tree = proof.upgraded();
            signature = proof.signature();
        }
        if (data.block() != null) {
            blocks.put(data.block().index(), data.block().value());
        }
    }
}
