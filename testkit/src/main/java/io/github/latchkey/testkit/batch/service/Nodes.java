package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.Percent;
import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The operations on nodes. */
final class Nodes {

    private static final String ALREADY = "The node has that state already.";

    private static final Pattern USER_NAME = Pattern.compile("[^\\p{Cntrl}\"/\\\\:;|<>*?]{1,20}");

    private Nodes() {}

    static ServerResponse list(Call call) {
        Pool pool = call.account.pool(call.path("poolId"));
        return Listing.page(call, "nodes", new TreeMap<>(pool.nodes), Node::write);
    }

    static ServerResponse get(Call call) {
        return Reply.json(call, "nodes/@Element", find(call).write(call.view()));
    }

    static Node find(Call call) {
        Node node = call.account.pool(call.path("poolId")).nodes.get(call.path("nodeId"));
        if (node == null) {
            throw ErrorCode.NODE_NOT_FOUND.fault();
        }
        return node;
    }

    /** Finds a node that can be restarted or logged into; the others say what they are doing. */
    private static Node findReady(Call call) {
        Node node = find(call);
        NodeState state = node.states.current();
        if (!state.ready()) {
            throw switch (state) {
                case CREATING -> ErrorCode.NODE_BEING_CREATED.fault();
                case STARTING -> ErrorCode.NODE_BEING_STARTED.fault();
                case REBOOTING -> ErrorCode.NODE_BEING_REBOOTED.fault();
                case REIMAGING -> ErrorCode.NODE_BEING_REIMAGED.fault();
                case UNUSABLE -> ErrorCode.NODE_STATE_UNUSABLE.fault();
                default ->
                    ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE.fault().with("CurrentState", StateTrack.wire(state));
            };
        }
        return node;
    }

    private static ServerResponse done(Call call, int status, Node node) {
        return Reply.done(call, status, node.pool).header("DataServiceId", call.base() + node.path());
    }

    static ServerResponse reboot(Call call) {
        Node node = findReady(call);
        call.account
                .nodeLife()
                .restart(node, NodeState.REBOOTING, Trees.choice(call.body(), "nodeRebootOption", "requeue"));
        return done(call, 202, node);
    }

    static ServerResponse reimage(Call call) {
        Node node = findReady(call);
        String option = Trees.choice(call.body(), "nodeReimageOption", "requeue");
        boolean cloudServicesOnly = call.version.compareTo(View.V2024_07) < 0;
        if (cloudServicesOnly && !Trees.has(node.pool.spec, "cloudServiceConfiguration")) {
            throw ErrorCode.OPERATION_NOT_VALID_ON_NODE.fault(
                    "Only nodes of pools with a cloud service configuration can be reimaged.");
        }
        call.account.nodeLife().restart(node, NodeState.REIMAGING, option);
        return done(call, 202, node);
    }

    static ServerResponse deallocate(Call call) {
        Node node = findReady(call);
        call.account.nodeLife().deallocate(node, Trees.choice(call.body(), "nodeDeallocateOption", "requeue"));
        return done(call, 202, node);
    }

    static ServerResponse start(Call call) {
        Node node = find(call);
        if (!node.states.is(NodeState.DEALLOCATED)) {
            throw ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE
                    .fault("Only a deallocated node can be started.")
                    .with("CurrentState", StateTrack.wire(node.states.current()));
        }
        call.account.nodeLife().start(node);
        return done(call, 202, node);
    }

    static ServerResponse disableScheduling(Call call) {
        Node node = find(call);
        String option = Trees.choice(call.body(), "nodeDisableSchedulingOption", "requeue");
        if (!node.schedulingEnabled) {
            throw ErrorCode.NODE_ALREADY_IN_TARGET_SCHEDULING_STATE.fault(ALREADY);
        }
        call.account.nodeLife().disableScheduling(node, option);
        return done(call, 200, node);
    }

    static ServerResponse enableScheduling(Call call) {
        Node node = find(call);
        if (node.schedulingEnabled) {
            throw ErrorCode.NODE_ALREADY_IN_TARGET_SCHEDULING_STATE.fault(ALREADY);
        }
        call.account.nodeLife().enableScheduling(node);
        return done(call, 200, node);
    }

    static ServerResponse addUser(Call call) {
        Node node = findReady(call);
        ObjectNode user = call.body();
        String name = user.get("name").asText();
        if (!USER_NAME.matcher(name).matches()) {
            throw Checks.invalid(
                    "name", name, "The value must have 1 to 20 characters, none that file names cannot have");
        }
        if (node.users.containsKey(name)) {
            throw ErrorCode.NODE_USER_EXISTS.fault();
        }
        Checks.dropSecrets(user);
        node.users.put(name, user);
        String url = call.base() + node.path() + "/users/" + Percent.encode(name);
        return done(call, 201, node).header("Location", url).header("DataServiceId", url);
    }

    static ServerResponse updateUser(Call call) {
        Node node = findReady(call);
        ObjectNode user = user(call, node);
        ObjectNode changed = call.body();
        Checks.dropSecrets(changed);
        user.remove("expiryTime");
        user.setAll(changed);
        return done(call, 200, node);
    }

    static ServerResponse deleteUser(Call call) {
        Node node = findReady(call);
        user(call, node);
        node.users.remove(call.path("userName"));
        return Reply.status(200);
    }

    private static ObjectNode user(Call call, Node node) {
        ObjectNode user = node.users.get(call.path("userName"));
        if (user == null) {
            throw ErrorCode.NODE_USER_NOT_FOUND.fault();
        }
        return user;
    }

    static ServerResponse remoteLogin(Call call) {
        Node node = find(call);
        ObjectNode settings = Trees.object();
        settings.put("remoteLoginIPAddress", "203.0.113.10");
        settings.put("remoteLoginPort", 50_000 + node.number);
        if (call.version.compareTo(View.V2025_06) >= 0) {
            settings.put("ipv6RemoteLoginIPAddress", "2001:db8::10");
            settings.put("ipv6RemoteLoginPort", 50_000 + node.number);
        }
        return Reply.json(call, "remoteloginsettings/@Element", settings);
    }

    static ServerResponse remoteDesktop(Call call) {
        Node node = find(call);
        String file =
                "full address:s:203.0.113.10:" + (50_000 + node.number) + "\r\nLoadBalanceInfo:s:" + node.id + "\r\n";
        return Reply.status(200).body("application/octet-stream", file.getBytes(StandardCharsets.UTF_8));
    }

    static ServerResponse uploadLogs(Call call) {
        Node node = find(call);
        call.body();
        ObjectNode result = Trees.object();
        result.put("virtualDirectoryName", node.pool.id + "/" + node.id + "/" + call.account.nextGuid());
        result.put("numberOfFilesUploaded", 4);
        return Reply.json(call, "uploadbatchservicelogsresult/@Element", result);
    }

    static ServerResponse listExtensions(Call call) {
        return Listing.page(call, "extensions", extensions(find(call)), (extension, view) -> view.cut(extension));
    }

    static ServerResponse getExtension(Call call) {
        ObjectNode extension = extensions(find(call)).get(Ids.key(call.path("extensionName")));
        if (extension == null) {
            throw ErrorCode.RESOURCE_NOT_FOUND.fault();
        }
        return Reply.json(call, "extensions/@Element", call.view().cut(extension));
    }

    private static NavigableMap<String, ObjectNode> extensions(Node node) {
        TreeMap<String, ObjectNode> extensions = new TreeMap<>();
        for (JsonNode extension : node.pool.spec.at("/virtualMachineConfiguration/extensions")) {
            String name = Trees.text(extension, "name", "");
            ObjectNode shown = Trees.object();
            shown.put("provisioningState", "Succeeded");
            shown.set("vmExtension", extension);
            ObjectNode instance = shown.putObject("instanceView").put("name", name);
            instance.putArray("statuses")
                    .addObject()
                    .put("code", "ProvisioningState/succeeded")
                    .put("displayStatus", "Provisioning succeeded")
                    .put("level", "Info");
            extensions.put(Ids.key(name), shown);
        }
        return extensions;
    }
}
