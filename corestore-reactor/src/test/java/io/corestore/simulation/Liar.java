package io.corestore.simulation;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A hostile peer that knows the keys of cores, but signs none: it says what an honest one would, changed. */
final class Liar {
    private static final long FAR = 1L << 40;
    private final Random random;
    private final int often;
    private Message last = new Message.Close(1);
    private boolean silent = true;

    /** @param often how many of a hundred messages are lies */
    Liar(Random random, int often) {
        this.random = random;
        this.often = often;
    }

    /** From now on it answers whatever it is asked, if with lies. */
    void answer() {
        silent = false;
    }

    /** What it says instead of a message. */
    List<Message> distort(Message message) {
        if (random.nextInt(100) >= often || message instanceof Message.Open) {
            last = message;
            return List.of(message);
        }
        return switch (random.nextInt(12)) {
            case 0 -> silent ? List.of() : List.of(message);
            case 1 -> List.of(message, message);
            case 2 -> List.of(last, message);
            case 3 -> flood(message);
            case 4 -> List.of(message, nonsense(message.channel()));
            default -> List.of(changed(message));
        };
    }

    private List<Message> flood(Message message) {
        List<Message> all = new ArrayList<>();
        int count = 1 + random.nextInt(100);
        for (int i = 0; i < count; i++) {
            all.add(request(message.channel(), 1_000 + i));
        }
        all.add(message);
        return all;
    }

    private Message nonsense(int channel) {
        return switch (random.nextInt(7)) {
            case 0 -> new Message.Close(random.nextInt(4));
            case 1 -> new Message.Reject(random.nextInt(4));
            case 2 -> new Message.Want(channel, random.nextLong(FAR), random.nextLong(FAR), random.nextBoolean());
            case 3 -> new Message.Range(channel, random.nextBoolean(), random.nextLong(FAR), random.nextLong(FAR));
            case 4 -> new Message.Bitfield(channel, 32L * random.nextInt(100), ByteBuffer.wrap(bytes(64)));
            case 5 -> new Message.Extension(channel, "nonsense", ByteBuffer.wrap(bytes(100)));
            default -> request(channel, random.nextInt(100));
        };
    }

    private Message request(int channel, long id) {
        return new Message.Request(
                channel,
                id,
                random.nextInt(3),
                random.nextBoolean() ? new Message.Target(number(), random.nextInt(50)) : null,
                random.nextBoolean() ? new Message.Target(number(), random.nextInt(50)) : null,
                random.nextInt(4) == 0 ? new Message.Seek(number(), 0) : null,
                random.nextInt(4) == 0 ? new Message.Upgrade(number(), number()) : null,
                random.nextBoolean(),
                random.nextInt(2));
    }

    private Message changed(Message message) {
        if (message instanceof Message.Data data) {
            return changed(data);
        }
        if (message instanceof Message.Sync sync) {
            return changed(sync);
        }
        if (message instanceof Message.Range range) {
            return new Message.Range(range.channel(), range.drop(), range.start(), range.length() + number());
        }
        if (message instanceof Message.Request request) {
            return request(request.channel(), request.id());
        }
        return message;
    }

    private Message changed(Message.Sync sync) {
        boolean longer = random.nextBoolean();
        return new Message.Sync(
                sync.channel(),
                random.nextInt(3) == 0 ? sync.fork() + 1 + random.nextInt(3) : sync.fork(),
                longer ? sync.length() + number() : random.nextLong(sync.length() + 1),
                random.nextInt(3) == 0 ? number() : sync.remoteLength(),
                random.nextInt(4) != 0,
                true,
                random.nextBoolean(),
                sync.hasManifest(),
                false);
    }

    private Message changed(Message.Data data) {
        int what = random.nextInt(6);
        if (what == 0) {
            return new Message.NoData(data.channel(), data.request(), random.nextInt(3));
        }
        long fork = what == 1 ? data.fork() + 1 : data.fork();
        long id = what == 2 && silent ? random.nextInt(10) : data.request();
        Message.BlockPart block = data.block();
        if (block != null) {
            ByteBuffer value = what == 3 ? wrong(block.value()) : block.value();
            long index = what == 4 ? block.index() + 1 : block.index();
            block = new Message.BlockPart(index, value, what == 5 ? wrong(block.nodes()) : block.nodes());
        }
        Message.UpgradePart tree = data.upgrade();
        if (tree != null) {
            tree = new Message.UpgradePart(
                    tree.start(),
                    what == 4 ? tree.length() + 1 : tree.length(),
                    what == 5 ? wrong(tree.nodes()) : tree.nodes(),
                    tree.additionalNodes(),
                    what == 3 ? wrong(tree.signature()) : tree.signature());
        }
        Message.HashPart hash = data.hash();
        if (hash != null && what >= 3) {
            hash = new Message.HashPart(hash.index(), wrong(hash.nodes()));
        }
        return new Message.Data(data.channel(), id, fork, block, hash, data.seek(), tree, data.manifest());
    }

    private List<TreeNode> wrong(List<TreeNode> nodes) {
        List<TreeNode> all = new ArrayList<>(nodes);
        if (all.isEmpty()) {
            all.add(new TreeNode(random.nextInt(20), 1, Hash.of(bytes(32))));
            return all;
        }
        int at = random.nextInt(all.size());
        TreeNode node = all.get(at);
        switch (random.nextInt(4)) {
            case 0 -> all.remove(at);
            case 1 -> all.set(at, new TreeNode(node.index(), node.size() + number(), node.hash()));
            case 2 -> all.set(at, new TreeNode(node.index() + 2, node.size(), node.hash()));
            default -> all.set(at, new TreeNode(node.index(), node.size(), Hash.of(bytes(32))));
        }
        return all;
    }

    private ByteBuffer wrong(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Mostly near, at times far. */
    private long number() {
        return random.nextInt(4) == 0 ? random.nextLong(FAR) : random.nextInt(20);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
