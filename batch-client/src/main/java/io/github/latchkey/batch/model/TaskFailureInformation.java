package io.github.latchkey.batch.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed.
 *
 * @param category whose fault it is, the user's or the service's
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param details more about the error
 */
public record TaskFailureInformation(
        ErrorCategory category,
        @Nullable String code,
        @Nullable String message,
        @Nullable List<NameValuePair> details) {
    /** Copies lists. */
    public TaskFailureInformation {
        details = details == null ? null : List.copyOf(details);
    }
}
