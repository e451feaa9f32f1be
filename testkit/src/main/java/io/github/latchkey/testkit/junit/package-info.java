/** The fakes as parameters of JUnit tests; works with JUnit 5.13 and later, and with JUnit 6. */
@NullMarked
package io.github.latchkey.testkit.junit;

import org.jspecify.annotations.NullMarked;
