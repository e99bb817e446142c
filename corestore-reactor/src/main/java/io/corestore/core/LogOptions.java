package io.corestore.core;

import io.corestore.Durability;
import io.corestore.spi.IoScheduler;
import reactor.core.publisher.Mono;

/**
 * How a log is opened.
 *
 * @param io where it works
 * @param systemRun see {@link io.corestore.spi.CoreStorage#systemRun()}
 * @param durability of what is written to it, unless an append says so itself
 * @param readOnly whether nothing may be written, not even a checkpoint
 */
public record LogOptions(IoScheduler io, Mono<String> systemRun, Durability durability, boolean readOnly) {}
