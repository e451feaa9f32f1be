package io.github.latchkey.batch.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error in the service's own shape.
 *
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param values more about the error, as pairs
 */
public record BatchError(
        @Nullable String code,
        @Nullable ErrorMessage message,
        @Nullable List<BatchErrorDetail> values) {
    /** Copies lists. */
    public BatchError {
        values = values == null ? null : List.copyOf(values);
    }
}
