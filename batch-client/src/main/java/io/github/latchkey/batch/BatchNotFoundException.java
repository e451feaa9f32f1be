package io.github.latchkey.batch;

/**
 * The resource does not exist (404), or not any more, or not yet. {@link #code()} says which: {@code JobNotFound},
 * {@code PoolNotFound}, {@code TaskNotFound} and so on. Not transient: check the id.
 */
public final class BatchNotFoundException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchNotFoundException(ErrorAnswer answer) {
        super(answer);
    }
}
