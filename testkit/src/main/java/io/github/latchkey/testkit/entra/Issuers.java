package io.github.latchkey.testkit.entra;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads issuers. */
final class Issuers {

    /** The real service's hosts. */
    static final String REAL_ORIGIN = "https://login.microsoftonline.com";

    private static final Pattern VERSION_2 = Pattern.compile("https://([^/:]+)(?::\\d+)?/([^/]+)/v2\\.0");

    private Issuers() {}

    /** Returns which tenant a version 2 issuer stands for, if it is one of the service: by a real host or on loopback. */
    static Optional<String> tenantId(String issuer) {
        Matcher matcher = VERSION_2.matcher(issuer);
        return matcher.matches() && (matcher.group(1).equals("localhost") || Clouds.isHost(matcher.group(1)))
                ? Optional.of(matcher.group(2))
                : Optional.empty();
    }

    /** Version 1 issuers are the same wherever the client came from; version 2 issuers show that, unless told otherwise. */
    static String of(int version, String tenantId, String origin, IssuerStyle style) {
        if (version == 1) {
            return "https://sts.windows.net/" + tenantId + "/";
        }
        return (style == IssuerStyle.LOCAL ? origin : REAL_ORIGIN) + "/" + tenantId + "/v2.0";
    }
}
