package io.github.latchkey.batch;

/**
 * The service has too much to do (429, 503), and retries did not help. Wait for {@link #retryAfter()} and send less.
 */
public final class BatchThrottledException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchThrottledException(ErrorAnswer answer) {
        super(answer);
    }
}
