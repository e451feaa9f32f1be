/** Runs the guides' code. */
@NullMarked
package io.github.latchkey.samples.guide;

import org.jspecify.annotations.NullMarked;
