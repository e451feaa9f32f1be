package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.NameValuePair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error that a node has met.
 *
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param errorDetails more about the error
 */
public record ComputeNodeError(
        @Nullable String code,
        @Nullable String message,
        @Nullable List<NameValuePair> errorDetails) {
    /** Copies lists. */
    public ComputeNodeError {
        errorDetails = errorDetails == null ? null : List.copyOf(errorDetails);
    }
}
