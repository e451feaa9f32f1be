package io.github.latchkey.batch.job;

import io.github.latchkey.batch.model.ErrorCategory;
import io.github.latchkey.batch.model.NameValuePair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a job could not be started.
 *
 * @param category whose fault it is, the user's or the service's
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param details more about the error
 */
public record JobSchedulingError(
        ErrorCategory category,
        @Nullable String code,
        @Nullable String message,
        @Nullable List<NameValuePair> details) {
    /** Copies lists. */
    public JobSchedulingError {
        details = details == null ? null : List.copyOf(details);
    }
}
