/** The block of code in the README, where it is compiled and run. */
@NullMarked
package io.github.latchkey.samples.readme;

import org.jspecify.annotations.NullMarked;
