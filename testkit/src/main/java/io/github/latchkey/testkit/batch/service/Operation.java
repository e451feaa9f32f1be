package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.odata.FilterMembers;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the service: how it is called, what it needs, what answers it. A row of the table in
 * {@link Operations}, which is all that routing, permissions and tests know of operations.
 */
public final class Operation {

    private static final String ALWAYS = "";

    private final String id;
    private final String method;
    private final List<String> path;
    private final Permission permission;
    private final Handler handler;
    private final @Nullable String shape;
    private final boolean bodyRequired;
    private final boolean conditional;
    private final FilterMembers filter;
    private final int maxResults;
    private final String since;
    private final String until;

    /** Answers a call; runs under the account's lock. */
    @FunctionalInterface
    interface Handler {
        ServerResponse handle(Call call);
    }

    private Operation(
            String id,
            String method,
            List<String> path,
            Permission permission,
            Handler handler,
            @Nullable String shape,
            boolean bodyRequired,
            boolean conditional,
            FilterMembers filter,
            int maxResults,
            String since,
            String until) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.permission = permission;
        this.handler = handler;
        this.shape = shape;
        this.bodyRequired = bodyRequired;
        this.conditional = conditional;
        this.filter = filter;
        this.maxResults = maxResults;
        this.since = since;
        this.until = until;
    }

    static Operation of(String id, String route, Permission permission, Handler handler) {
        String[] words = route.split(" ", 2);
        List<String> path = Arrays.asList(words[1].substring(1).split("/", -1));
        return new Operation(
                id, words[0], path, permission, handler, null, false, false, FilterMembers.none(), 1000, ALWAYS, "~");
    }

    Operation body(String shapeName) {
        return new Operation(
                id, method, path, permission, handler, shapeName, true, conditional, filter, maxResults, since, until);
    }

    Operation optionalBody(String shapeName) {
        return new Operation(
                id, method, path, permission, handler, shapeName, false, conditional, filter, maxResults, since, until);
    }

    Operation conditional() {
        return new Operation(
                id, method, path, permission, handler, shape, bodyRequired, true, filter, maxResults, since, until);
    }

    Operation filter(FilterMembers members) {
        return new Operation(
                id,
                method,
                path,
                permission,
                handler,
                shape,
                bodyRequired,
                conditional,
                members,
                maxResults,
                since,
                until);
    }

    Operation maxResults(int most) {
        return new Operation(
                id, method, path, permission, handler, shape, bodyRequired, conditional, filter, most, since, until);
    }

    Operation since(String version) {
        return new Operation(
                id,
                method,
                path,
                permission,
                handler,
                shape,
                bodyRequired,
                conditional,
                filter,
                maxResults,
                version,
                until);
    }

    Operation until(String version) {
        return new Operation(
                id,
                method,
                path,
                permission,
                handler,
                shape,
                bodyRequired,
                conditional,
                filter,
                maxResults,
                since,
                version);
    }

    /**
     * Answers the operation's id, as the specification has it.
     *
     * @return for instance {@code Job_Add}
     */
    public String id() {
        return id;
    }

    /**
     * Answers the HTTP method.
     *
     * @return in upper case
     */
    public String method() {
        return method;
    }

    /**
     * Answers the path with its parameters in braces.
     *
     * @return for instance <code>/jobs/{jobId}</code>
     */
    public String path() {
        return "/" + String.join("/", path);
    }

    /**
     * Answers the permission that a caller needs.
     *
     * @return the permission
     */
    public Permission permission() {
        return permission;
    }

    List<String> segments() {
        return path;
    }

    boolean isConditional() {
        return conditional;
    }

    FilterMembers filter() {
        return filter;
    }

    int maxResults() {
        return maxResults;
    }

    boolean isIn(String version) {
        return version.compareTo(since) >= 0 && version.compareTo(until) < 0;
    }

    Optional<String> shape() {
        return Optional.ofNullable(shape);
    }

    boolean bodyRequired() {
        return bodyRequired;
    }

    ServerResponse handle(Call call) {
        return handler.handle(call);
    }

    /** An empty body for calls that may leave theirs out. */
    static ObjectNode noBody() {
        return Trees.object();
    }

    @Override
    public String toString() {
        return id;
    }
}
