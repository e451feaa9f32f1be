/** The short modes of what this module measures, for every build. */
@NullMarked
package io.github.latchkey.bench.report;

import org.jspecify.annotations.NullMarked;
