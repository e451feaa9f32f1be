/**
 * A client for the Azure Batch service on reactor-netty: {@link io.github.latchkey.batch.BatchClient} groups the
 * operations by resource; lists stream with backpressure; errors say what the caller can do.
 */
@NullMarked
package io.github.latchkey.batch;

import org.jspecify.annotations.NullMarked;
