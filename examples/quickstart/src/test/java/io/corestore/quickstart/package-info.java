/** The tour of the README as tests, and the test that the README shows exactly them. */
@NullMarked
package io.corestore.quickstart;

import org.jspecify.annotations.NullMarked;
