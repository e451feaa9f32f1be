package io.github.latchkey.testkit.entra;

import java.util.List;
import java.util.Locale;

/** The hosts of the real service: each cloud has one that clients ask, and some that mean the same. */
final class Clouds {

    /** Of each cloud first the host that clients ask. */
    static final List<List<String>> HOSTS = List.of(
            List.of("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
            List.of("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
            List.of("login.microsoftonline.us", "login.usgovcloudapi.net"),
            List.of("login.microsoftonline.de"),
            List.of("login-us.microsoftonline.com"),
            List.of("login.sovcloud-identity.fr"),
            List.of("login.sovcloud-identity.de"),
            List.of("login.sovcloud-identity.sg"));

    /** Hosts of a region, for programs: {@code westeurope.login.microsoft.com}. */
    private static final String REGIONAL = ".login.microsoft.com";

    private Clouds() {}

    /**
     * Returns the host of an origin or an authority in lower case, also one that {@link java.net.URI} does not take for
     * a host: names in networks of containers have underscores.
     */
    static String host(String origin) {
        return origin.substring(origin.lastIndexOf('/') + 1)
                .replaceFirst(":\\d*$", "")
                .toLowerCase(Locale.ROOT);
    }

    static boolean isHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return HOSTS.stream().anyMatch(cloud -> cloud.contains(lower)) || lower.endsWith(REGIONAL);
    }
}
