package io.github.latchkey.batch.internal;

import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.CallOptions;
import io.github.latchkey.batch.RequestOptions;
import java.time.Instant;
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
 * @param lastModified when the pool was changed last
 * @param enableAutoScale whether a formula decides on its size
 * @param autoScaleRun the last evaluation of the formula
 */
public record PoolGrowth(
        @Nullable String id,
        @Nullable String state,
        @Nullable String allocationState,
        @Nullable List<Reason> resizeErrors,
        @Nullable Instant lastModified,
        @Nullable Boolean enableAutoScale,
        @Nullable Evaluation autoScaleRun) {

    /**
     * An evaluation of the formula.
     *
     * @param timestamp when it was
     * @param error why it failed
     */
    public record Evaluation(
            @Nullable Instant timestamp, @Nullable Reason error) {

        private boolean isBefore(@Nullable Instant change) {
            return timestamp != null && change != null && timestamp.isBefore(change);
        }
    }

    /**
     * Returns the options of the call that reads it.
     *
     * @param like what else to set
     * @return what to select
     */
    public static RequestOptions question(CallOptions like) {
        return RequestOptions.builder()
                .like(like)
                .select(
                        "id",
                        "state",
                        "allocationState",
                        "resizeErrors",
                        "lastModified",
                        "enableAutoScale",
                        "autoScaleRun")
                .build();
    }

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
        if (!isSteady()) {
            return null;
        }
        return resizeErrors == null || resizeErrors.isEmpty() ? unevaluated() : shortOf(resizeErrors);
    }

    private BatchWaitException shortOf(List<Reason> errors) {
        String reasons = errors.stream().map(Reason::words).collect(Collectors.joining("; "));
        return new BatchWaitException(
                "The resize of pool " + id + " fell short: " + reasons + ".",
                errors.get(0).code());
    }

    /** An evaluation from before the last change of the pool may have been one of another formula. */
    private @Nullable BatchWaitException unevaluated() {
        Evaluation last = Boolean.FALSE.equals(enableAutoScale) ? null : autoScaleRun;
        Reason error = last == null ? null : last.error();
        if (last == null || error == null || last.isBefore(lastModified)) {
            return null;
        }
        return new BatchWaitException(
                "The autoscale formula of pool " + id + " could not be evaluated: " + error.words() + ".",
                error.code());
    }
}
