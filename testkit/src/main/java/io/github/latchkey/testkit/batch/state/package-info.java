/** What a fake Batch account looks like at one moment. */
@NullMarked
package io.github.latchkey.testkit.batch.state;

import org.jspecify.annotations.NullMarked;
