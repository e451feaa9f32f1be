@NullMarked
package io.github.latchkey.batch.task;

import org.jspecify.annotations.NullMarked;
