package io.github.latchkey.testkit.entra;

/** Thrown when a token is not to be believed. The message tells why, without the token. */
public final class TokenRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a token is not to be believed. */
    public enum Reason {
        /** It is not a signed token. */
        MALFORMED,
        /** Its issuer does not publish the key that it names. */
        UNKNOWN_KEY,
        /** Its signature is wrong. */
        SIGNATURE,
        /** It comes from another issuer. */
        ISSUER,
        /** It is for another resource. */
        AUDIENCE,
        /** It is too old. */
        EXPIRED,
        /** It is not valid yet. */
        NOT_YET_VALID,
        /** It was revoked after it was issued. */
        REVOKED
    }

    private final Reason reason;

    TokenRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Returns why the token is not to be believed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
