/** What do the fakes cost: to start, and for each request? */
@NullMarked
package io.github.latchkey.bench.fake;

import org.jspecify.annotations.NullMarked;
