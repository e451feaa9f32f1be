/** The code of the guides under {@code docs/guides}. */
@NullMarked
package io.github.latchkey.samples.guide;

import org.jspecify.annotations.NullMarked;
