/** Jobs: create, change, run, end, watch. */
@NullMarked
package io.github.latchkey.batch.job;

import org.jspecify.annotations.NullMarked;
