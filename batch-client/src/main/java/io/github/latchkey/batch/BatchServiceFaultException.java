package io.github.latchkey.batch;

/**
 * The service failed (408, 5xx, or a status nobody expects such as a redirect), and retries did not help. Quote
 * {@link #requestId()} to support.
 */
public final class BatchServiceFaultException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchServiceFaultException(ErrorAnswer answer) {
        super(answer);
    }
}
