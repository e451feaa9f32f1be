@NullMarked
package io.github.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
