package io.github.latchkey.batch;

/**
 * The service does not accept who we are: 401, or the code {@code AuthenticationFailed} or
 * {@code InvalidAuthenticationInfo}, which it also sends with 403 and 400, as for a wrong key. With tokens that is
 * after one try with a new one. {@code AuthenticationErrorDetail} in {@link #values()} often says why: a wrong audience
 * or signature, a clock that is off, a way to authenticate that is turned off.
 */
public final class BatchAuthenticationException extends BatchServiceException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param answer what the service said
     */
    public BatchAuthenticationException(ErrorAnswer answer) {
        super(answer);
    }
}
