package io.github.latchkey.batch;

/**
 * The caller is known but must not do this (403). Either a right is missing: the message names it where the service
 * names it; assign a role that has it. Or nobody may do it now, which {@link #code()} tells: after
 * {@code AccountIsDisabled} the account has to be enabled again.
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
