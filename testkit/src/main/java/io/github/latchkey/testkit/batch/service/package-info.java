/**
 * The account behind the fake Batch service: its resources and their state machines, the scheduler, and the one table
 * of operations. Speaks in requests and answers as values and knows no socket; everything in it is guarded by the lock
 * of its {@link io.github.latchkey.testkit.batch.service.BatchAccount}.
 *
 * <p>Its public types serve the packages around it; tests use {@code io.github.latchkey.testkit.batch.FakeBatch}.
 */
@NullMarked
package io.github.latchkey.testkit.batch.service;

import org.jspecify.annotations.NullMarked;
