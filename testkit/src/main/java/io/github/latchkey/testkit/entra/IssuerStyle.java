package io.github.latchkey.testkit.entra;

/** Which host stands in the issuer of version 2 metadata and tokens. */
public enum IssuerStyle {
    /** The host and port that the client came by, so that clients which compare the two are content. */
    LOCAL,
    /** {@code login.microsoftonline.com}, to see how a client takes an issuer that is not where it came from. */
    MICROSOFT
}
