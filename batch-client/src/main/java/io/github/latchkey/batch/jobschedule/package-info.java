/** Schedules that make jobs. */
@NullMarked
package io.github.latchkey.batch.jobschedule;

import org.jspecify.annotations.NullMarked;
