package io.github.latchkey.batch.internal;

import io.github.latchkey.batch.BatchWaitException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool is on its way to its size, and what keeps it from that. Read from a pool where only this matters.
 *
 * @param id the pool's id
 * @param state the pool's state
 * @param allocationState whether it is resizing
 * @param resizeErrors why the last resize fell short
 */
public record PoolGrowth(
        @Nullable String id,
        @Nullable String state,
        @Nullable String allocationState,
        @Nullable List<Reason> resizeErrors) {

    /**
     * Why a resize fell short.
     *
     * @param code the service's code
     * @param message the service's words
     */
    public record Reason(@Nullable String code, @Nullable String message) {}

    /**
     * Returns whether the size is settled.
     *
     * @return whether the pool is not resizing
     */
    public boolean isSteady() {
        return "steady".equalsIgnoreCase(allocationState);
    }

    /**
     * Says why the pool will not have its size.
     *
     * @return the reason, {@code null} if there is none
     */
    public @Nullable BatchWaitException failure() {
        if ("deleting".equalsIgnoreCase(state)) {
            return new BatchWaitException("Pool " + id + " is being deleted.", null);
        }
        if (!isSteady() || resizeErrors == null || resizeErrors.isEmpty()) {
            return null;
        }
        String reasons = resizeErrors.stream()
                .map(reason -> reason.code() + ", " + reason.message())
                .collect(Collectors.joining("; "));
        return new BatchWaitException(
                "The resize of pool " + id + " fell short: " + reasons + ".",
                resizeErrors.get(0).code());
    }
}
