/** A clock that a test moves by hand, and the work that is due on it. */
@NullMarked
package io.github.latchkey.testkit.time;

import org.jspecify.annotations.NullMarked;
