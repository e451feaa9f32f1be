package io.github.latchkey.batch;

/**
 * The resource is in a state that does not allow the call (409): it exists already, is being deleted, is completed. Not
 * transient by itself: read the resource, wait for the state that is needed, or take another id.
 */
public final class BatchConflictException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchConflictException(ErrorAnswer answer) {
        super(answer);
    }
}
