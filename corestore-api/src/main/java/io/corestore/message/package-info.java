/**
 * What two peers say to each other about cores, as values: one record for each message.
 *
 * <p>Never: how a message is written to bytes, or who sends it when.
 */
@NullMarked
package io.corestore.message;

import org.jspecify.annotations.NullMarked;
