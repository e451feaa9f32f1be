/** Placeholder. */
@NullMarked
package io.github.latchkey.bench;

import org.jspecify.annotations.NullMarked;
