package io.corestore.core;

import io.corestore.key.Manifest;
import io.corestore.message.Message;
import org.jspecify.annotations.Nullable;

/** What a log has to say to a request. */
public sealed interface Answer {
    /** The parts asked for, as far as there are any; {@code fork} is the log's. */
    record Proof(
            long fork,
            Message.@Nullable BlockPart block,
            Message.@Nullable HashPart hash,
            Message.@Nullable SeekPart seek,
            Message.@Nullable UpgradePart upgrade,
            @Nullable Manifest manifest)
            implements Answer {
        /** The message that answers a request over a channel. */
        public Message.Data toData(int channel, long request) {
            return new Message.Data(channel, request, fork, block, hash, seek, upgrade, manifest);
        }
    }

    /** It cannot be served now. */
    record NotAvailable() implements Answer {}

    /** It can never be served. */
    record Invalid(String why) implements Answer {}
}
