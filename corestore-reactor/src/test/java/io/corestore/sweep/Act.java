package io.corestore.sweep;

import static io.corestore.sweep.Life.COPY;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Durability;
import io.corestore.reactor.Pipe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One thing a user does with a store. */
enum Act {
    APPEND {
        @Override
        void on(Life life) {
            List<ByteBuffer> blocks = List.of(block(life, 30));
            write(life, "a", core -> core.append(blocks), Promise.SIGNED, before -> List.of(before.appended(blocks)));
        }
    },
    BATCH {
        @Override
        void on(Life life) {
            List<ByteBuffer> blocks = List.of(block(life, 600), block(life, 0), block(life, 5));
            write(life, "a", core -> core.append(blocks), Promise.SIGNED, before -> List.of(before.appended(blocks)));
        }
    },
    GROUP {
        @Override
        void on(Life life) {
            List<List<ByteBuffer>> appends = List.of(
                    List.of(block(life, 20)), List.of(block(life, 1), block(life, 40)), List.of(block(life, 9)));
            write(
                    life,
                    "a",
                    core -> all(appends.stream().map(core::append).toList()),
                    Promise.SIGNED,
                    before -> life.isFaulty() ? someOf(appends, before) : oneByOne(appends, before));
        }
    },
    BUFFERED {
        @Override
        void on(Life life) {
            List<ByteBuffer> blocks = List.of(block(life, 50));
            write(
                    life,
                    "a",
                    core -> core.append(blocks, Durability.BUFFERED),
                    Promise.BUFFERED,
                    before -> List.of(before.appended(blocks)));
        }
    },
    SYNC {
        @Override
        void on(Life life) {
            write(life, "a", Core::sync, Promise.SIGNED, List::of);
        }
    },
    TRUNCATE {
        @Override
        void on(Life life) {
            int length = half(life);
            write(
                    life,
                    "a",
                    core -> core.truncate(length),
                    Promise.SIGNED,
                    before -> List.of(before.truncated(length)));
        }
    },
    CLEAR {
        @Override
        void on(Life life) {
            int end = half(life);
            if (end == 0) {
                return;
            }
            write(
                    life,
                    "a",
                    core -> core.clear(BlockRange.of(0, end)),
                    Promise.STORED,
                    before -> List.of(before.cleared(0, end)));
        }
    },
    NOTE {
        @Override
        void on(Life life) {
            note(life, 12);
        }
    },
    BIG_NOTE {
        @Override
        void on(Life life) {
            note(life, 40_000);
        }
    },
    COMPACT {
        @Override
        void on(Life life) {
            write(life, "a", Core::compact, Promise.STORED, List::of);
        }
    },
    OTHER {
        @Override
        void on(Life life) {
            List<ByteBuffer> blocks = List.of(block(life, 100));
            write(life, "b", core -> core.append(blocks), Promise.SIGNED, before -> List.of(before.appended(blocks)));
        }
    },
    FETCH {
        @Override
        void on(Life life) {
            Core core = life.core(COPY);
            if (core != null) {
                CoreModel before = life.model(COPY);
                BlockRange range = BlockRange.of(0, Origin.BLOCKS.size());
                life.change(
                        COPY,
                        Mono.using(
                                () -> Pipe.join(life.store(), life.origin.store),
                                link -> core.download(range).then(),
                                Disposable::dispose),
                        Promise.STORED,
                        List.of(
                                before.fetching(new ArrayList<>(Origin.BLOCKS)),
                                before.holding(new ArrayList<>(Origin.BLOCKS))));
            }
        }
    },
    REOPEN {
        @Override
        void on(Life life) {
            life.reopen();
        }
    },
    PURGE {
        @Override
        void on(Life life) {
            Core core = life.core("a");
            if (core != null) {
                life.purge("a");
            }
        }
    };

    abstract void on(Life life);

    /** What is done with a core. */
    private interface Work {
        Mono<?> with(Core core);
    }

    private static void note(Life life, int size) {
        ByteBuffer value = Life.bytes(life.next(), size);
        write(
                life,
                "a",
                core -> core.setUserData(Found.NOTE, value),
                Promise.STORED,
                before -> List.of(before.noted(value)));
    }

    /** @param steps what the core is to hold on the way, and in the end, after what it holds before */
    private static void write(
            Life life, String name, Work work, Promise promise, Function<CoreModel, List<CoreModel>> steps) {
        Core core = life.core(name);
        if (core != null && life.model(name).writable()) {
            life.change(name, work.with(core), promise, steps.apply(life.model(name)));
        }
    }

    /** Ends when all have ended, with the first of their errors. */
    private static Mono<Void> all(List<Mono<Appended>> appends) {
        return Flux.fromIterable(appends)
                .flatMapSequential(Mono::materialize)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .<Appended>dematerialize()
                .then();
    }

    private static List<CoreModel> oneByOne(List<List<ByteBuffer>> appends, CoreModel before) {
        List<CoreModel> steps = new ArrayList<>(List.of(before));
        appends.forEach(blocks -> steps.add(steps.get(steps.size() - 1).appended(blocks)));
        return steps.subList(1, steps.size());
    }

    /** As {@link #oneByOne}, where any of them may fail and those after it not; all of them last. */
    private static List<CoreModel> someOf(List<List<ByteBuffer>> appends, CoreModel before) {
        List<CoreModel> steps = new ArrayList<>(List.of(before));
        for (List<ByteBuffer> blocks : appends) {
            List.copyOf(steps).forEach(step -> steps.add(step.appended(blocks)));
        }
        return steps.subList(1, steps.size());
    }

    private static int half(Life life) {
        return (life.model("a").blocks().size() + 1) / 2;
    }

    private static ByteBuffer block(Life life, int size) {
        return Life.bytes(life.next(), size);
    }
}
