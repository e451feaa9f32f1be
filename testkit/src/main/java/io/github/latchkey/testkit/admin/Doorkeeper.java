package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.http.Handler;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.netty.util.NetUtil;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets in nobody whom a foreign page has sent. A page can make its visitors' browser send requests to this machine: by
 * a name of its own that it has resolve to the loopback address (DNS rebinding; the {@code Host} header tells), or
 * straight (then the browser tells the origin, and asks before it sends JSON). And gives every answer the headers that
 * confine the page.
 */
final class Doorkeeper implements Handler {

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Handler inside;
    private final Set<String> names;

    Doorkeeper(Handler inside, Collection<String> names) {
        this.inside = inside;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public ServerResponse handle(ServerRequest request) {
        ServerResponse response = refusal(request);
        for (Map.Entry<String, String> header : HEADERS.entrySet()) {
            response = response.header(header.getKey(), header.getValue());
        }
        return response;
    }

    private ServerResponse refusal(ServerRequest request) {
        String authority = request.headers().text("Host");
        if (!isOurs(authority)) {
            return AdminApi.error(
                    403,
                    "the host '" + authority + "' is not this server; use localhost, an IP address, or a"
                            + " name that the server was started with");
        }
        boolean reads = Set.of("GET", "HEAD").contains(request.method());
        if (reads && isFile(request.path())) {
            return inside.handle(request);
        }
        String origin = request.headers().text("Origin");
        String site = request.headers().text("Sec-Fetch-Site");
        boolean foreignOrigin = !origin.isEmpty() && !origin.equalsIgnoreCase("http://" + authority);
        boolean foreignSite = !site.isEmpty() && !site.equals("same-origin") && !site.equals("none");
        if (foreignOrigin || foreignSite) {
            return AdminApi.error(403, "a page of another origin may not use this API");
        }
        if (!reads && request.body().length > 0 && !request.contentType().equals("application/json")) {
            return AdminApi.error(415, "the body must be JSON, with the header 'Content-Type: application/json'");
        }
        return inside.handle(request);
    }

    /**
     * Tells whether a path can be one of the page's files, which links of others may lead to: they have one segment,
     * and the API has more, however its name is written.
     */
    private static boolean isFile(String path) {
        return path.indexOf('/', 1) < 0;
    }

    /** An address cannot be rebound; a name must be one that is known. */
    private boolean isOurs(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String name = (end <= 0 ? authority : authority.substring(0, end)).toLowerCase(Locale.ROOT);
        String bare = name.startsWith("[") ? name.substring(1, Math.max(1, name.length() - 1)) : name;
        return bare.equals("localhost")
                || names.contains(bare)
                || NetUtil.isValidIpV4Address(bare)
                || NetUtil.isValidIpV6Address(bare);
    }
}
