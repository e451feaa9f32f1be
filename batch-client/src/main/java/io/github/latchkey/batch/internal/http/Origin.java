package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.InvalidOptionException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Scheme, host and port of the account: the only place that credentials are sent to. Immutable. */
public final class Origin {

    private static final String OPTION = "accountUrl";
    private static final String SHAPE = "https://{account}.{region}.batch.azure.com";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String text;
    private final String account;

    private Origin(String text, String account) {
        this.text = text;
        this.account = account;
    }

    /**
     * Reads an account URL.
     *
     * @param accountUrl scheme, host, perhaps a port, and nothing after it but perhaps one slash
     * @param insecureLoopback whether {@code http} is taken for this machine
     * @return the origin
     * @throws InvalidOptionException if it has another shape, or would send credentials in the clear
     */
    public static Origin of(String accountUrl, boolean insecureLoopback) {
        // What may hold a password is not repeated.
        String shown = accountUrl.indexOf('@') < 0 ? accountUrl : null;
        URI uri;
        try {
            uri = new URI(accountUrl.strip());
        } catch (URISyntaxException e) {
            throw new InvalidOptionException(OPTION, shown, "it is no URL; give " + SHAPE + ".");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new InvalidOptionException(
                    OPTION,
                    shown,
                    "scheme or host is missing; the management API leaves the scheme out, so give " + SHAPE + ".");
        }
        if (uri.getUserInfo() != null) {
            throw new InvalidOptionException(OPTION, null, "user information has no place in it; give " + SHAPE + ".");
        }
        String path = uri.getPath();
        if ((path != null && !path.isEmpty() && !path.equals("/"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new InvalidOptionException(
                    OPTION, shown, "give it without path, query and fragment, as " + SHAPE + ".");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.contains(host);
        if (!scheme.equals("https") && !(scheme.equals("http") && loopback && insecureLoopback)) {
            throw new InvalidOptionException(
                    OPTION,
                    shown,
                    loopback && scheme.equals("http")
                            ? "credentials must not travel over http; for a test on this machine call"
                                    + " allowInsecureLoopback(true)."
                            : "credentials travel over https only; give " + SHAPE + ".");
        }
        String origin = scheme + "://" + host + port(scheme, uri.getPort());
        int dot = host.indexOf('.');
        return new Origin(origin, dot < 0 || loopback ? host : host.substring(0, dot));
    }

    /**
     * Returns the first label of the host, which is the account's name in Azure.
     *
     * @return the name
     */
    public String account() {
        return account;
    }

    /**
     * Tells whether an absolute link leads to this origin. The link is looked at as text, since the service's links
     * hold characters that URL parsers refuse.
     *
     * @param link an absolute URL
     * @return whether scheme, host and port are the same
     */
    boolean owns(String link) {
        int scheme = link.indexOf("://");
        if (scheme < 1) {
            return false;
        }
        int end = scheme + 3;
        while (end < link.length() && "/?#\\".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        String authority = link.substring(scheme + 3, end);
        if (authority.chars().anyMatch(c -> c > 0x7e)) {
            return false; // lower case would make ASCII of some
        }
        authority = authority.toLowerCase(Locale.ROOT);
        boolean goesOn = end < link.length() && "/?".indexOf(link.charAt(end)) < 0;
        if (goesOn || authority.indexOf('@') >= 0) {
            return false;
        }
        String name = link.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (name.equals("https") && authority.endsWith(":443")) {
            authority = authority.substring(0, authority.length() - ":443".length());
        }
        return text.equals(name + "://" + authority);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String port(String scheme, int port) {
        return port < 0 || (scheme.equals("https") && port == 443) ? "" : ":" + port;
    }
}
