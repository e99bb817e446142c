package io.corestore.process;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.error.CorestoreException;
import io.corestore.interop.Blocks;
import io.corestore.reactor.Corestores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that holds a store and does with its core {@code log} what it is told, a line each, answering each with a line:
 * the name of the exception if there was one. It ends with its input.
 */
public final class Holder {
    private final Corestore store;

    private Holder(Corestore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws IOException {
        try {
            Corestore store = Corestores.open(Path.of(arguments[0])).block(Pair.SOON);
            Voice.say("open");
            new Holder(store).obey();
        } catch (CorestoreException refused) {
            Voice.say(refused.getClass().getSimpleName());
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            try {
                Voice.say(done(order.split(" ")));
            } catch (CorestoreException refused) {
                Voice.say(refused.getClass().getSimpleName());
            }
        }
    }

    private String done(String[] order) {
        return switch (order[0]) {
            case "suspend" -> {
                store.suspend().block(Pair.SOON);
                yield "suspended";
            }
            case "resume" -> {
                store.resume().block(Pair.SOON);
                yield "resumed";
            }
            case "key" -> core().key().toHex();
            case "append" -> {
                int count = Integer.parseInt(order[2]);
                yield String.valueOf(core().append(Blocks.made(order[1], 0, count, 20))
                        .block(Pair.SOON)
                        .length());
            }
            case "digest" ->
                Blocks.digest(core().read(BlockRange.all()).collectList().block(Pair.SOON));
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    /** A session for each order: one from before a suspension ends if another process changed the core. */
    private Core core() {
        return store.get("log").block(Pair.SOON);
    }
}
