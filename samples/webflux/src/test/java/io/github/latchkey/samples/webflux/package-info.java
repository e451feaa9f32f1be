@NullMarked
package io.github.latchkey.samples.webflux;

import org.jspecify.annotations.NullMarked;
