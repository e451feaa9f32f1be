/** The quickstart runs to its end. */
@NullMarked
package io.github.latchkey.samples.quickstart;

import org.jspecify.annotations.NullMarked;
