package io.corestore.core;

import io.corestore.error.CorestoreException;
import io.corestore.key.Manifest;
import io.corestore.merkle.InvalidRequestException;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.Proof;
import io.corestore.merkle.ProofQuery;
import io.corestore.merkle.ProofRequest;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers requests with proofs (spec page 13, section 5); the blocks of a group of requests are read run by run. */
final class Answers {
    private final Log log;
    private final Nodes nodes;

    Answers(Log log, Nodes nodes) {
        this.log = log;
        this.nodes = nodes;
    }

    Mono<List<Answer>> answer(List<Message.Request> requests) {
        return Mono.defer(() -> {
            LogState state = log.state();
            Mono<Map<Long, ByteBuffer>> blocks = blocks(requests, state);
            return blocks.flatMap(read -> Flux.fromIterable(requests)
                            .concatMap(request -> answer(request, state, read))
                            .collectList())
                    .flatMap(answers ->
                            isOfThePast(requests, answers, state) ? afterTheFork(answers, state) : Mono.just(answers));
        });
    }

    /** Whether a fork may have been changed while this was read, or was after it was asked. */
    private boolean isOfThePast(List<Message.Request> requests, List<Answer> answers, LogState state) {
        return nodes.fork() != state.fork()
                || answers.stream().anyMatch(Answer.NotAvailable.class::isInstance)
                || requests.stream().anyMatch(request -> request.fork() < state.fork());
    }

    /**
     * What was read of two forks proves nothing. It is said only once the peer was told of the later one, else it would take
     * a refusal for one of the blocks that both share.
     */
    private Mono<List<Answer>> afterTheFork(List<Answer> answers, LogState state) {
        return log.settled()
                .onErrorComplete()
                .then(Mono.fromSupplier(() -> log.state().fork() == state.fork()
                        ? answers
                        : answers.stream()
                                .<Answer>map(read -> new Answer.NotAvailable())
                                .toList()));
    }

    private Mono<Answer> answer(Message.Request request, LogState state, Map<Long, ByteBuffer> blocks) {
        Manifest manifest = request.manifest() && !state.isCompat(log.key()) ? state.manifest() : null;
        if (request.fork() != state.fork()) {
            return Mono.just(
                    manifest == null
                            ? new Answer.NotAvailable()
                            : new Answer.Proof(state.fork(), null, null, null, null, manifest));
        }
        Message.Target block = request.block();
        ByteBuffer value = block == null ? null : blocks.get(block.index());
        if (block != null && value == null) {
            return Mono.just(new Answer.NotAvailable());
        }
        return Mono.defer(() -> nodes.run(ProofQuery.of(state.tree(), ProofRequest.of(request), prologue(state))))
                .<Answer>map(proof -> answer(proof, state, value, manifest))
                .onErrorResume(Answers::refusal);
    }

    private static Answer answer(Proof proof, LogState state, @Nullable ByteBuffer value, @Nullable Manifest manifest) {
        return new Answer.Proof(
                state.fork(),
                proof.blockPart(value),
                proof.hashPart(),
                proof.seekPart(),
                proof.upgradePart(state.signature()),
                manifest);
    }

    private static Mono<Answer> refusal(Throwable error) {
        if (error instanceof InvalidRequestException invalid) {
            return Mono.just(new Answer.Invalid(String.valueOf(invalid.getMessage())));
        }
        return error instanceof MissingNodeException || error instanceof CorestoreException
                ? Mono.just(new Answer.NotAvailable())
                : Mono.error(error);
    }

    private Mono<Map<Long, ByteBuffer>> blocks(List<Message.Request> requests, LogState state) {
        TreeSet<Long> wanted = new TreeSet<>();
        for (Message.Request request : requests) {
            Message.Target block = request.block();
            if (block != null
                    && request.fork() == state.fork()
                    && block.index() < state.length()
                    && log.bitfield().get(block.index())) {
                wanted.add(block.index());
            }
        }
        Map<Long, ByteBuffer> read = new HashMap<>();
        return Flux.fromIterable(runs(wanted))
                .concatMap(run -> read(run[0], run[1], read))
                .then(Mono.just(read));
    }

    /** A block that cannot be read is left out; others are not held up by it. */
    private Mono<Void> read(long start, long end, Map<Long, ByteBuffer> into) {
        if (start >= end) {
            return Mono.empty();
        }
        return log.readRun(start, end)
                .map(run -> {
                    for (int i = 0; i < run.size(); i++) {
                        into.put(start + i, run.get(i));
                    }
                    return start + run.size();
                })
                .onErrorResume(
                        CorestoreException.class,
                        error -> end - start == 1
                                ? Mono.just(end)
                                : read(start, start + 1, into).thenReturn(start + 1))
                .flatMap(next -> read(next, end, into));
    }

    private static List<long[]> runs(TreeSet<Long> ascending) {
        List<long[]> runs = new ArrayList<>();
        for (long block : ascending) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last)[1] == block) {
                runs.get(last)[1]++;
            } else {
                runs.add(new long[] {block, block + 1});
            }
        }
        return runs;
    }

    private static Manifest.@Nullable Prologue prologue(LogState state) {
        Manifest manifest = state.manifest();
        return manifest == null ? null : manifest.prologue();
    }
}
