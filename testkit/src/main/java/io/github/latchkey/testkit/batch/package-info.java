/** A fake Azure Batch on a real HTTPS socket; see {@link io.github.latchkey.testkit.batch.FakeBatch}. */
@NullMarked
package io.github.latchkey.testkit.batch;

import org.jspecify.annotations.NullMarked;
