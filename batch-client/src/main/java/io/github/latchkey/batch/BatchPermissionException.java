package io.github.latchkey.batch;

/**
 * The caller is known but must not do this (403). The message names the missing right where the service names it;
 * assign a role that has it.
 */
public final class BatchPermissionException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchPermissionException(ErrorAnswer answer) {
        super(answer);
    }
}
