package io.github.latchkey.batch.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of evaluating an autoscale formula. A wrong formula is an answer with {@code error}, not an exception.
 *
 * @param timestamp when the formula was evaluated
 * @param results the values of the formula's variables, as {@code $name=value} separated by semicolons
 * @param error the error; absent when all went well
 */
public record AutoScaleRun(
        Instant timestamp,
        @Nullable String results,
        @Nullable AutoScaleRunError error) {}
