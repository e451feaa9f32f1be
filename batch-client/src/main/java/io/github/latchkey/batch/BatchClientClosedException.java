package io.github.latchkey.batch;

import org.jspecify.annotations.Nullable;

/**
 * The client was closed.
 */
public final class BatchClientClosedException extends BatchException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param message what was attempted and how it failed
     * @param cause the failure below, {@code null} for none
     */
    public BatchClientClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
