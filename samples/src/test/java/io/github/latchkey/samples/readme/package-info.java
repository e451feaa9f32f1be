@NullMarked
package io.github.latchkey.samples.readme;

import org.jspecify.annotations.NullMarked;
