/** The tasks of a job: add one or a million, change, list, wait. */
@NullMarked
package io.github.latchkey.batch.task;

import org.jspecify.annotations.NullMarked;
