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

    private static final int MOST_RESULTS = 1000;

    private final String id;
    private final String method;
    private final List<String> path;
    private final Permission permission;
    private final Handler handler;

    // The rest is set while the table is made, and never again.
    private @Nullable String shape;
    private boolean bodyRequired;
    private boolean conditional;
    private FilterMembers filter = FilterMembers.none();
    private String fewResultsUntil = "";
    private int fewResults;
    private String since = "";
    private String until = "~";

    /** Answers a call; runs under the account's lock. */
    @FunctionalInterface
    interface Handler {
        ServerResponse handle(Call call);
    }

    private Operation(String id, String method, List<String> path, Permission permission, Handler handler) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.permission = permission;
        this.handler = handler;
    }

    static Operation of(String id, String route, Permission permission, Handler handler) {
        String[] words = route.split(" ", 2);
        List<String> path = Arrays.asList(words[1].substring(1).split("/", -1));
        return new Operation(id, words[0], path, permission, handler);
    }

    Operation body(String shapeName) {
        bodyRequired = true;
        return optionalBody(shapeName);
    }

    Operation optionalBody(String shapeName) {
        shape = shapeName;
        return this;
    }

    Operation conditional() {
        conditional = true;
        return this;
    }

    Operation filter(FilterMembers members) {
        filter = members;
        return this;
    }

    /** Makes pages smaller than usual in the versions before one. */
    Operation maxResultsUntil(String version, int most) {
        fewResultsUntil = version;
        fewResults = most;
        return this;
    }

    Operation since(String version) {
        since = version;
        return this;
    }

    Operation until(String version) {
        until = version;
        return this;
    }

    /**
     * Returns the operation's id, as the specification has it.
     *
     * @return for instance {@code Job_Add}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the HTTP method.
     *
     * @return in upper case
     */
    public String method() {
        return method;
    }

    /**
     * Returns the path with its parameters in braces.
     *
     * @return for instance <code>/jobs/{jobId}</code>
     */
    public String path() {
        return "/" + String.join("/", path);
    }

    /**
     * Returns the permission that a caller needs.
     *
     * @return the permission
     */
    public Permission permission() {
        return permission;
    }

    /** Whether the operation changes a pool that is there: it, and not its nodes. */
    boolean changesPool() {
        boolean ofPool = path.size() > 1 && path.get(1).equals("{poolId}") && !path.contains("nodes");
        return ofPool && !method.equals("GET") && !method.equals("HEAD") && !id.equals("Pool_EvaluateAutoScale");
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

    /** How many items a page of a version has at most, and when nobody asks for less. */
    int maxResults(String version) {
        return version.compareTo(fewResultsUntil) < 0 ? fewResults : MOST_RESULTS;
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
