package io.github.latchkey.testkit.entra;

/** Writes issuers. */
final class Issuers {

    /** The real service's hosts. */
    static final String REAL_ORIGIN = "https://login.microsoftonline.com";

    private Issuers() {}

    /** Version 1 issuers are the same wherever the client came from; version 2 issuers show that, unless told otherwise. */
    static String of(int version, String tenantId, String origin, IssuerStyle style) {
        if (version == 1) {
            return "https://sts.windows.net/" + tenantId + "/";
        }
        return (style == IssuerStyle.LOCAL ? origin : REAL_ORIGIN) + "/" + tenantId + "/v2.0";
    }
}
