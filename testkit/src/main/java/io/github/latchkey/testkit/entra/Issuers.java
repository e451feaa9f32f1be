package io.github.latchkey.testkit.entra;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads issuers. */
final class Issuers {

    /** The real service's hosts. */
    static final String REAL_ORIGIN = "https://login.microsoftonline.com";

    private static final Pattern VERSION_2 = Pattern.compile("(https://[^/]+)/([^/]+)/v2\\.0");

    private Issuers() {}

    /**
     * Returns which tenant a version 2 issuer stands for, if it is one of the service: by a real host, by the fake's
     * own, or on loopback.
     */
    static Optional<String> tenantId(String issuer, String ownOrigin) {
        Matcher matcher = VERSION_2.matcher(issuer);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = Clouds.host(matcher.group(1));
        return host.equals("localhost") || host.equals(Clouds.host(ownOrigin)) || Clouds.isHost(host)
                ? Optional.of(matcher.group(2))
                : Optional.empty();
    }

    /**
     * Version 1 issuers are the same wherever the client came from; version 2 issuers show that, unless told otherwise.
     */
    static String of(int version, String tenantId, String origin, IssuerStyle style) {
        if (version == 1) {
            return "https://sts.windows.net/" + tenantId + "/";
        }
        return (style == IssuerStyle.LOCAL ? origin : REAL_ORIGIN) + "/" + tenantId + "/v2.0";
    }
}
