package io.github.latchkey.batch;

import io.github.latchkey.batch.internal.http.Outage;

/**
 * A bulk add came to an end before its publisher did: the publisher failed, or the service refused a collection as a
 * whole. The cause says which; {@link #summary()} says what became of the tasks that were taken. Each of them had its
 * outcome before.
 */
public final class BulkAddException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final BulkSummary summary;

    /**
     * Made by this library.
     *
     * @param message what happened
     * @param cause the failure of the publisher or the service's refusal
     * @param summary what became of the tasks
     */
    public BulkAddException(String message, Throwable cause, BulkSummary summary) {
        super(message, cause);
        this.summary = summary;
    }

    /**
     * Returns what became of the tasks that were taken from the publisher.
     *
     * @return numbers that add up
     */
    public BulkSummary summary() {
        return summary;
    }

    @Override
    public boolean isTransient() {
        return getCause() != null && Outage.mayPass(getCause());
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
