/** Both fakes as a program of their own, for tests in any language. */
@NullMarked
package io.github.latchkey.testkit.standalone;

import org.jspecify.annotations.NullMarked;
