package io.github.latchkey.batch;

/**
 * A quota of the account is used up (409 with a quota code). Delete what is no longer needed or ask for a higher quota.
 */
public final class BatchQuotaException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchQuotaException(ErrorAnswer answer) {
        super(answer);
    }
}
