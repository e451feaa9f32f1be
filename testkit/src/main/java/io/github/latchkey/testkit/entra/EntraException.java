package io.github.latchkey.testkit.entra;

import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with an error of the service. An internal signal, so it has no stack trace. */
final class EntraException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Aadsts aadsts;
    private final String text;
    private final String error;
    private final String suberror;
    private final @Nullable String claims;

    EntraException(Aadsts aadsts, Object... details) {
        this(aadsts, aadsts.text(details), aadsts.error(), aadsts.suberror(), null);
    }

    private EntraException(Aadsts aadsts, String text, String error, String suberror, @Nullable String claims) {
        super("AADSTS" + aadsts.code() + ": " + text, null, false, false);
        this.aadsts = aadsts;
        this.text = text;
        this.error = error;
        this.suberror = suberror;
        this.claims = claims;
    }

    /** Returns a copy with another OAuth error, where the same number comes with several. */
    EntraException as(String otherError) {
        return new EntraException(aadsts, text, otherError, suberror, claims);
    }

    /** Returns a copy with another finer reason. */
    EntraException withSuberror(String otherSuberror) {
        return new EntraException(aadsts, text, error, otherSuberror, claims);
    }

    /** Returns a copy that carries a claims challenge. */
    EntraException challenging(String challenge) {
        return new EntraException(aadsts, text, error, suberror, challenge);
    }

    Aadsts aadsts() {
        return aadsts;
    }

    String text() {
        return text;
    }

    String error() {
        return error;
    }

    String suberror() {
        return suberror;
    }

    @Nullable
    String claims() {
        return claims;
    }
}
