package io.github.latchkey.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the handler for a request by method and path.
 *
 * <p>A pattern is made of literal segments, which match without regard to letter case, of <code>{name}</code>, which
 * captures one decoded segment, and of <code>{name...}</code>, which captures all the rest. When several patterns
 * match, the one with the earlier literal wins, so the order of routes does not matter. A {@code HEAD} request without
 * a route of its own goes to the {@code GET} route; the server leaves the body out. Immutable.
 */
public final class Router implements Handler {

    private final List<Route> routes;
    private final Handler notFound;
    private final Handler methodNotAllowed;

    private Router(Builder builder) {
        this.routes = builder.routes.stream()
                .sorted((a, b) -> a.pattern().compareSpecificity(b.pattern()))
                .toList();
        this.notFound = builder.notFound;
        this.methodNotAllowed = builder.methodNotAllowed;
    }

    /**
     * Starts a router without routes.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ServerResponse handle(ServerRequest request) {
        ServerRequest known = null;
        TreeSet<String> allowed = new TreeSet<>();
        Route getForHead = null;
        ServerRequest getRequest = null;
        for (Route route : routes) {
            Optional<Map<String, String>> captured = route.pattern().match(request.path());
            if (captured.isPresent()) {
                known = request.withPathParameters(captured.get());
                if (route.method().equals(request.method())) {
                    return route.handler().handle(known);
                }
                if (getForHead == null
                        && request.method().equals("HEAD")
                        && route.method().equals("GET")) {
                    getForHead = route;
                    getRequest = known;
                }
                allowed.add(route.method());
            }
        }
        if (getForHead != null && getRequest != null) {
            return getForHead.handler().handle(getRequest);
        }
        return known == null
                ? notFound.handle(request)
                : methodNotAllowed.handle(known).header("Allow", String.join(", ", allowed));
    }

    /** Returns method and pattern of the route, such as <code>POST /{tenant}/oauth2/v2.0/token</code>. */
    @Override
    public String operation(ServerRequest request) {
        return routes.stream()
                .filter(route -> route.method().equals(request.method())
                        && route.pattern().match(request.path()).isPresent())
                .findFirst()
                .map(Router::operation)
                .orElse("");
    }

    @Override
    public Set<String> operations() {
        return routes.stream().map(Router::operation).collect(Collectors.toUnmodifiableSet());
    }

    private static String operation(Route route) {
        return route.method() + " " + route.pattern();
    }

    /** Collects the routes of a {@link Router}. */
    public static final class Builder {

        private final List<Route> routes = new ArrayList<>();
        private Handler notFound = request -> ServerResponse.text(404, "Not Found");
        private Handler methodNotAllowed = request -> ServerResponse.text(405, "Method Not Allowed");

        private Builder() {}

        /**
         * Adds a route.
         *
         * @param method for example {@code GET}
         * @param pattern for example <code>/{tenant}/oauth2/v2.0/token</code>
         * @param handler answers the requests
         * @return this builder
         * @throws IllegalArgumentException if the pattern does not begin with a slash or captures a rest in its middle
         */
        public Builder route(String method, String pattern, Handler handler) {
            routes.add(new Route(method.toUpperCase(Locale.ROOT), PathPattern.parse(pattern), handler));
            return this;
        }

        /**
         * Sets what answers a path that no route knows. A plain 404 by default.
         *
         * @param handler answers the requests
         * @return this builder
         */
        public Builder notFound(Handler handler) {
            this.notFound = handler;
            return this;
        }

        /**
         * Sets what answers a known path with a method that it does not take; the router adds the {@code Allow} header.
         * A plain 405 by default.
         *
         * @param handler answers the requests
         * @return this builder
         */
        public Builder methodNotAllowed(Handler handler) {
            this.methodNotAllowed = handler;
            return this;
        }

        /**
         * Makes the router.
         *
         * @return an immutable router with the routes so far
         */
        public Router build() {
            return new Router(this);
        }
    }

    private record Route(String method, PathPattern pattern, Handler handler) {}
}
