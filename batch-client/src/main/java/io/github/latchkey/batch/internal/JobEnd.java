package io.github.latchkey.batch.internal;

import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.CallOptions;
import io.github.latchkey.batch.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job runs tasks any more, and why it does not. Read from a job where only this matters.
 *
 * @param id the job's id
 * @param state the job's state
 * @param executionInfo how it ended
 */
public record JobEnd(
        @Nullable String id,
        @Nullable String state,
        @Nullable Execution executionInfo) {

    /**
     * How a job ended.
     *
     * @param terminateReason the reason, once it has ended
     * @param schedulingError why it could not be scheduled
     */
    public record Execution(
            @Nullable String terminateReason, @Nullable Reason schedulingError) {}

    /**
     * Returns the options of the call that reads it.
     *
     * @param like what else to set
     * @return what to select
     */
    public static RequestOptions question(CallOptions like) {
        return RequestOptions.builder()
                .like(like)
                .select("id", "state", "executionInfo")
                .build();
    }

    /**
     * Returns whether the job runs nothing any more: what is active now stays active, until it is deleted with the job.
     *
     * @return whether it is completed or being deleted, or could not be scheduled
     */
    public boolean isOver() {
        return "completed".equalsIgnoreCase(state) || "deleting".equalsIgnoreCase(state) || unscheduled() != null;
    }

    /**
     * Says why something of the job will not come.
     *
     * @param what what will not come, as a sentence without its end
     * @return the reason
     */
    public BatchWaitException failure(String what) {
        Reason error = unscheduled();
        if (error != null) {
            return new BatchWaitException(
                    what + ": job " + id + " could not be scheduled: " + error.words() + ".", error.code());
        }
        if ("deleting".equalsIgnoreCase(state)) {
            return new BatchWaitException(what + ": job " + id + " is being deleted.", null);
        }
        String reason = executionInfo == null ? null : executionInfo.terminateReason();
        return new BatchWaitException(
                what + ": job " + id + " has ended" + (reason == null ? "" : ", " + reason) + ".", reason);
    }

    private @Nullable Reason unscheduled() {
        return executionInfo == null ? null : executionInfo.schedulingError();
    }
}
