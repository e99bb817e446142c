/** The controller over HTTP. */
@NullMarked
package io.corestore.webflux;

import org.jspecify.annotations.NullMarked;
