@NullMarked
package io.github.latchkey.testkit.junit;

import org.jspecify.annotations.NullMarked;
