package io.github.latchkey.testkit.http;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Says which requests are meant, for {@link Faults#on} and {@link Journal}. Each is a plain {@link Predicate} and
 * combines with {@code and}, {@code or} and {@code negate}.
 */
public final class Requests {

    private Requests() {}

    /**
     * Returns all requests.
     *
     * @return always true
     */
    public static Predicate<ServerRequest> any() {
        return request -> true;
    }

    /**
     * Returns the requests to a path with any method.
     *
     * @param pattern as for {@link Router}
     * @return true where the path has this shape
     */
    public static Predicate<ServerRequest> path(String pattern) {
        PathPattern parsed = PathPattern.parse(pattern);
        return request -> parsed.match(request.path()).isPresent();
    }

    /**
     * Returns the requests with a method to a path.
     *
     * @param method for example {@code POST}
     * @param pattern as for {@link Router}
     * @return true where both fit
     */
    public static Predicate<ServerRequest> to(String method, String pattern) {
        String upperCase = method.toUpperCase(Locale.ROOT);
        return path(pattern).and(request -> request.method().equals(upperCase));
    }

    /**
     * Returns the requests that have a header value.
     *
     * @param name in any letter case
     * @param value one of the header's values
     * @return true where the header has this value
     */
    public static Predicate<ServerRequest> header(String name, String value) {
        return request -> request.headers().all(name).contains(value);
    }

    /**
     * Returns the requests that have a query parameter.
     *
     * @param name in any letter case
     * @param value one of the decoded values
     * @return true where the parameter has this value
     */
    public static Predicate<ServerRequest> query(String name, String value) {
        return request -> request.query().all(name).contains(value);
    }

    /**
     * Returns the requests that have a form field.
     *
     * @param name in any letter case
     * @param value one of the decoded values
     * @return true where the field has this value
     */
    public static Predicate<ServerRequest> form(String name, String value) {
        return request -> request.form().all(name).contains(value);
    }
}
