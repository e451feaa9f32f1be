package io.github.latchkey.batch;

/**
 * The request is wrong (400, 405, 411, 413, 416). {@link #values()} names the member or parameter. The same request
 * will fail again.
 */
public final class BatchInvalidInputException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchInvalidInputException(ErrorAnswer answer) {
        super(answer);
    }
}
