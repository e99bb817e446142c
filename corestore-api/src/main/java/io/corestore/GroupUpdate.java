package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.Hash;

/**
 * A core of a group grew.
 *
 * @param topic of the group
 * @param length of the core, in blocks
 */
public record GroupUpdate(Hash topic, CoreKey key, long length, long fork) {}
