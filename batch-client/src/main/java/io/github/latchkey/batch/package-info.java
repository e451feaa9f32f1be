/** Placeholder. */
@NullMarked
package io.github.latchkey.batch;

import org.jspecify.annotations.NullMarked;
