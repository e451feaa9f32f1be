/** Placeholder. */
@NullMarked
package io.github.latchkey.samples;

import org.jspecify.annotations.NullMarked;
