package io.github.latchkey.batch;

/**
 * The condition of the call does not hold: for a read (304) nothing has changed, for a write (412) somebody else was
 * quicker. Read the resource again and decide anew.
 */
public final class BatchConditionNotMetException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchConditionNotMetException(ErrorAnswer answer) {
        super(answer);
    }
}
