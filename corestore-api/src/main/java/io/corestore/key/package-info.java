/**
 * Who a core is: keys, key pairs and manifests, as values.
 *
 * <p>Never: hashing or signing.
 */
@NullMarked
package io.corestore.key;

import org.jspecify.annotations.NullMarked;
