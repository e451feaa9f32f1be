package io.github.latchkey.batch;

import org.jspecify.annotations.Nullable;

/**
 * The answer is not what the service sends: no JSON, cut off, a member of another type, a link to another host, a
 * status of success that the operation does not have, or more than is read into memory. Most often something between us
 * and the service has answered.
 */
public final class BatchProtocolException extends BatchException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param message what was attempted and how it failed
     * @param cause the failure below, {@code null} for none
     */
    public BatchProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
