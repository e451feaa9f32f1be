/** The short modes of what this module measures, for every build. */
@NullMarked
package io.github.latchkey.bench.token;

import org.jspecify.annotations.NullMarked;
