/** How much does one have to ship and load before the first token is there? */
@NullMarked
package io.github.latchkey.bench.footprint;

import org.jspecify.annotations.NullMarked;
