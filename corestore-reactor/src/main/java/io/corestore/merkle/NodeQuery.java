package io.corestore.merkle;

/**
 * A computation that has to know stored nodes on its way: it says which, is given them, and goes on, until it needs no
 * more and has its result. Whoever runs it does the reading:
 *
 * <pre>{@code
 * while (query.needs().length > 0) {
 *     query.answer(NodeMap.of(read(query.needs())));
 * }
 * return query.result();
 * }</pre>
 *
 * <p>A query runs once and belongs to one thread at a time.
 */
public interface NodeQuery<T> {
    /**
     * The flat tree indexes to look up next, ascending, without repetition; none when the result is there. The array is
     * not to be changed.
     */
    long[] needs();

    /**
     * Goes on with what is known of the nodes needed.
     *
     * @param nodes answers for each of {@link #needs}, with null for those that are not stored
     * @throws MissingNodeException if the query cannot go on without one of them
     */
    void answer(NodeLookup nodes);

    /**
     * The result.
     *
     * @throws IllegalStateException if nodes are still needed
     */
    T result();

    /** Runs the whole query over nodes that are all at hand. */
    default T run(NodeLookup nodes) {
        while (needs().length > 0) {
            answer(nodes);
        }
        return result();
    }
}
