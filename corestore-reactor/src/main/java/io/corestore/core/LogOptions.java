package io.corestore.core;

import io.corestore.Durability;
import io.corestore.spi.IoScheduler;

/**
 * How a log is opened.
 *
 * @param io where it works
 * @param durability of what is written to it
 * @param readOnly whether nothing may be written, not even a checkpoint
 */
public record LogOptions(IoScheduler io, Durability durability, boolean readOnly) {}
