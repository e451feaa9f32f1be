package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.model.NameValuePair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an autoscale formula could not be evaluated.
 *
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param values more about the error, as pairs
 */
public record AutoScaleRunError(
        @Nullable String code,
        @Nullable String message,
        @Nullable List<NameValuePair> values) {
    /** Copies lists. */
    public AutoScaleRunError {
        values = values == null ? null : List.copyOf(values);
    }
}
