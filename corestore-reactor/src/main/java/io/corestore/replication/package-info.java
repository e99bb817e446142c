/**
 * What two stores say to each other about their cores: channels and their pairing, requests, answers, upgrades.
 *
 * <p>All state is touched by one loop a store, one message or change at a time, so that it needs no locks and runs the
 * same way each time for the same input.
 *
 * <p>Never: sockets, encryption, files.
 */
@NullMarked
package io.corestore.replication;

import org.jspecify.annotations.NullMarked;
