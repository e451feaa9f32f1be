/** The storage outside of Batch that tasks read from and write to. */
@NullMarked
package io.github.latchkey.testkit.batch.storage;

import org.jspecify.annotations.NullMarked;
