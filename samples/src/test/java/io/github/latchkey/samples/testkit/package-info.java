/** The examples of the guides to the testkit. */
@NullMarked
package io.github.latchkey.samples.testkit;

import org.jspecify.annotations.NullMarked;
