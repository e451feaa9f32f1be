/** The Batch client by example; quoted by {@code docs/guides/batch-client.md}. */
@NullMarked
package io.github.latchkey.samples.client;

import org.jspecify.annotations.NullMarked;
