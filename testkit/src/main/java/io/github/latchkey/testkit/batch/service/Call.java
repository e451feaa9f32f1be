package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.http.ServerRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request to one operation, as its handler sees it. */
final class Call {

    final BatchAccount account;
    final ServerRequest request;
    final Operation operation;
    final String version;
    private final Map<String, String> path;
    private final Permit permit;

    Call(
            BatchAccount account,
            ServerRequest request,
            Operation operation,
            Map<String, String> path,
            String version,
            Permit permit) {
        this.account = account;
        this.request = request;
        this.operation = operation;
        this.path = path;
        this.version = version;
        this.permit = permit;
    }

    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException(operation + " has no path parameter " + name);
        }
        return value;
    }

    Optional<String> query(String name) {
        return request.query().first(name);
    }

    boolean flag(String name) {
        return query(name).map(value -> value.equalsIgnoreCase("true")).orElse(false);
    }

    String base() {
        return request.origin();
    }

    void require(Permission permission) {
        if (!permit.allows(permission)) {
            throw ErrorCode.INSUFFICIENT_ACCOUNT_PERMISSIONS
                    .fault("The caller does not have the permission for this request; missing: " + permission)
                    .with("RequiredPermission", permission.operation())
                    .with("PermissionKind", permission.data() ? "dataAction" : "action");
        }
    }

    /** Refuses a shared key for what links the account to other resources of Azure. */
    void requireToken(String externalResources) {
        if (permit.isSharedKey()) {
            throw ErrorCode.AUTHENTICATION_FAILED
                    .fault()
                    .with(
                            "AuthenticationErrorDetail",
                            "The specified type of authentication SharedKey is not allowed when external resources of type "
                                    + externalResources + " are linked.");
        }
    }

    View view() {
        Optional<String> select = query("$select");
        Optional<String> expand = query("$expand");
        Set<String> members = select.<Set<String>>map(text ->
                        new HashSet<>(Arrays.asList(text.replace(" ", "").split(","))))
                .orElse(null);
        boolean stats = false;
        if (expand.isPresent()) {
            if (!expand.get().strip().equalsIgnoreCase("stats")) {
                throw BatchFault.query(
                        ErrorCode.INVALID_QUERY_PARAMETER_VALUE, "$expand", expand.get(), "Only stats can be expanded");
            }
            stats = members == null || members.contains("stats");
        }
        return new View(base(), version, members, stats);
    }

    /** Reads and checks the body. */
    ObjectNode body() {
        return operation
                .shape()
                .map(shape -> Shapes.check(shape, parse(), version))
                .orElseGet(Operation::noBody);
    }

    private JsonNode parse() {
        byte[] body = request.body();
        boolean collection = operation.id().equals("Task_AddCollection");
        int most = collection
                ? account.limits().collectionBytes()
                : account.limits().bodyBytes();
        if (body.length > most) {
            throw ErrorCode.REQUEST_BODY_TOO_LARGE.fault().with("MaxLimit", String.valueOf(most));
        }
        if (body.length == 0) {
            if (operation.bodyRequired()) {
                throw BatchFault.body("The request has no body");
            }
            return Trees.object();
        }
        try {
            return Trees.MAPPER.readTree(body);
        } catch (IOException noJson) {
            throw BatchFault.body("The body is not JSON");
        }
    }
}
