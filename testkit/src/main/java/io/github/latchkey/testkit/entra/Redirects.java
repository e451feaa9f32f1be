package io.github.latchkey.testkit.entra;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;

/** Compares redirect addresses with those that an application has registered. */
final class Redirects {

    private Redirects() {}

    /** Returns an address that may be registered. */
    static String checked(String address) {
        try {
            if (new URI(address).isAbsolute()) {
                return address;
            }
        } catch (URISyntaxException notAddress) {
            // Said below.
        }
        throw new IllegalArgumentException("redirect URI: '" + address
                + "' is no absolute URI such as http://localhost or https://app.example/signed-in");
    }

    static boolean isRegistered(EntraApp app, String redirect) {
        return isPublic(app, redirect) || matches(app.webRedirects(), redirect);
    }

    /** Tells whether codes for this address are redeemed without a credential. */
    static boolean isPublic(EntraApp app, String redirect) {
        return matches(app.publicRedirects(), redirect);
    }

    private static boolean matches(Collection<String> registered, String redirect) {
        return registered.stream()
                .anyMatch(
                        one -> one.equals(redirect) || withoutLoopbackPort(one).equals(withoutLoopbackPort(redirect)));
    }

    /** RFC 8252, section 7.3: on loopback the port does not count; nor does a lone slash as the path. */
    private static String withoutLoopbackPort(String address) {
        try {
            URI uri = URI.create(address);
            boolean loopback = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
            if ("http".equals(uri.getScheme()) && loopback) {
                String path = "/".equals(uri.getRawPath()) ? "" : uri.getRawPath();
                return "http://" + uri.getHost() + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            }
            return address;
        } catch (IllegalArgumentException notAddress) {
            return address;
        }
    }
}
