package io.github.latchkey.batch;

import org.jspecify.annotations.Nullable;

/** The client was closed: before the call, or without waiting for it. */
public final class BatchClientClosedException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final boolean mayHaveActed;

    /**
     * Made by this library.
     *
     * @param message what was attempted and how it failed
     * @param cause the failure below, {@code null} for none
     * @param mayHaveActed whether the request may have reached the service
     */
    public BatchClientClosedException(String message, @Nullable Throwable cause, boolean mayHaveActed) {
        super(message, cause);
        this.mayHaveActed = mayHaveActed;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    @Override
    public boolean mayHaveActed() {
        return mayHaveActed;
    }
}
