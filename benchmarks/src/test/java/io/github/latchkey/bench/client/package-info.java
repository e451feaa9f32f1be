/** The short modes of what this module measures, for every build. */
@NullMarked
package io.github.latchkey.bench.client;

import org.jspecify.annotations.NullMarked;
