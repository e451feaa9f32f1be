package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A simulated machine of a pool. */
final class Node implements Timeline.Source {

    private static final int RECENT_TASKS = 10;

    final Pool pool;
    final String id;
    final int number;
    final boolean dedicated;
    final long allocated;
    final StateTrack<NodeState> states;
    final Set<Task> tasks = new LinkedHashSet<>();
    final Map<String, SetupRun> preparations = new LinkedHashMap<>();
    final Map<String, SetupRun> releases = new LinkedHashMap<>();
    final Map<String, ObjectNode> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final List<Failure> errors = new ArrayList<>();

    /** The tasks that have directories here, in the order in which they came. */
    final Set<Task> directories = new LinkedHashSet<>();

    /** Paths that were deleted from the node itself. */
    final Set<String> deleted = new HashSet<>();

    private final ArrayDeque<Task> recent = new ArrayDeque<>();

    /** What fell due while nobody could hear of it. */
    private final List<Timeline.Due> unheard = new ArrayList<>();

    @Nullable
    SetupRun startTask;

    /** What is to happen once the node's tasks have ended; until then it gets no more of them. */
    @Nullable
    Runnable whenEmpty;

    Timeline.@Nullable Due due;
    long booted;
    int usedSlots;
    int totalRun;
    int totalSucceeded;
    boolean schedulingEnabled = true;

    /** Whether the node is to leave its pool, at once or when its tasks have ended. */
    boolean departing;

    Node(Pool pool, String id, int number, boolean dedicated) {
        this.pool = pool;
        this.id = id;
        this.number = number;
        this.dedicated = dedicated;
        this.allocated = pool.account.now();
        this.states = new StateTrack<>("state", NodeState.CREATING, allocated);
    }

    String path() {
        return pool.path() + "/nodes/" + id;
    }

    /** The root directory of the node, as its command lines see it. */
    String root() {
        RealRun realRuns = pool.account.realRuns();
        return realRuns == null ? "/mnt/batch/tasks" : realRuns.root(this).toString();
    }

    boolean isWindows() {
        return Trees.has(pool.spec, "cloudServiceConfiguration")
                || Trees.text(pool.spec.path("virtualMachineConfiguration"), "nodeAgentSKUId", "")
                        .contains("windows");
    }

    int freeSlots() {
        return exclusive() ? 0 : pool.slotsPerNode() - usedSlots;
    }

    /** Whether a task has the node for itself. */
    private boolean exclusive() {
        return tasks.size() == 1 && tasks.iterator().next().exclusive();
    }

    /** The state without tasks: idle, or offline when it is to get none. */
    NodeState atRest() {
        return schedulingEnabled ? NodeState.IDLE : NodeState.OFFLINE;
    }

    /** Keeps what falls due while the service has lost contact. */
    @Override
    public boolean keeps(Timeline.Due due) {
        return states.is(NodeState.UNKNOWN) && unheard.add(due);
    }

    /** Hears of all that fell due meanwhile. */
    void catchUp() {
        List<Timeline.Due> all = List.copyOf(unheard);
        unheard.clear();
        all.forEach(Timeline.Due::perform);
    }

    boolean takesTasks() {
        return states.current().ready() && schedulingEnabled && !departing && whenEmpty == null && freeSlots() > 0;
    }

    void remember(Task task) {
        recent.remove(task);
        recent.addFirst(task);
        if (recent.size() > RECENT_TASKS) {
            recent.removeLast();
        }
    }

    void forget(Task task) {
        directories.remove(task);
        recent.remove(task);
    }

    String address() {
        return "10.0." + number / 250 + "." + (4 + number % 250);
    }

    ObjectNode info(View view, String taskDirectory) {
        ObjectNode info = Trees.object();
        info.put("affinityId", id);
        info.put("nodeUrl", view.base() + path());
        info.put("poolId", pool.id);
        info.put("nodeId", id);
        info.put("taskRootDirectory", taskDirectory);
        info.put("taskRootDirectoryUrl", view.base() + path() + "/files/" + taskDirectory);
        return info;
    }

    ObjectNode write(View view) {
        ObjectNode node = Trees.object();
        node.put("id", id);
        node.put("url", view.base() + path());
        node.put("state", StateTrack.wire(states.current()));
        node.put("schedulingState", schedulingEnabled ? "enabled" : "disabled");
        node.put("stateTransitionTime", Ticks.text(states.since()));
        Trees.putTime(node, "lastBootTime", booted);
        node.put("allocationTime", Ticks.text(allocated));
        node.put("ipAddress", address());
        node.put("affinityId", id);
        node.put("vmSize", Trees.text(pool.spec, "vmSize", ""));
        node.put("totalTasksRun", totalRun);
        node.put("runningTasksCount", tasks.size());
        node.put("runningTaskSlotsCount", usedSlots);
        node.put("totalTasksSucceeded", totalSucceeded);
        if (!recent.isEmpty()) {
            node.set("recentTasks", Trees.array(recent, task -> recent(task, view)));
        }
        if (startTask != null) {
            node.set("startTask", startTask.spec);
            if (startTask.start != Ticks.NEVER) {
                node.set("startTaskInfo", startTask.write(view));
            }
        }
        if (Trees.has(pool.spec, "certificateReferences")) {
            node.set("certificateReferences", pool.spec.get("certificateReferences"));
        }
        if (!errors.isEmpty()) {
            node.set(
                    "errors",
                    Trees.array(
                            errors,
                            error -> Trees.object().put("code", error.code()).put("message", error.message())));
        }
        node.put("isDedicated", dedicated);
        endpoints(node);
        node.putObject("nodeAgentInfo").put("version", "1.11.7").put("lastUpdateTime", Ticks.text(allocated));
        ObjectNode machine = node.putObject("virtualMachineInfo");
        if (pool.spec.at("/virtualMachineConfiguration/imageReference").isObject()) {
            machine.set("imageReference", pool.spec.at("/virtualMachineConfiguration/imageReference"));
        }
        return view.cut(node);
    }

    private void endpoints(ObjectNode node) {
        ArrayNode endpoints = node.putObject("endpointConfiguration").putArray("inboundEndpoints");
        endpoint(endpoints, "SSHRule." + number, "tcp", 50_000 + number, 22);
        pool.spec
                .at("/networkConfiguration/endpointConfiguration/inboundNATPools")
                .forEach(nat -> endpoint(
                        endpoints,
                        Trees.text(nat, "name", "") + "." + number,
                        Trees.text(nat, "protocol", "tcp"),
                        Trees.number(nat, "frontendPortRangeStart", 0) + number,
                        Trees.number(nat, "backendPort", 0)));
    }

    private static void endpoint(ArrayNode endpoints, String name, String protocol, int frontend, int backend) {
        endpoints
                .addObject()
                .put("name", name)
                .put("protocol", protocol)
                .put("publicIPAddress", "203.0.113.10")
                .put("publicFQDN", "dns-latchkey.cloudapp.example")
                .put("frontendPort", frontend)
                .put("backendPort", backend);
    }

    private ObjectNode recent(Task task, View view) {
        ObjectNode node = Trees.object();
        node.put("taskUrl", view.base() + task.path());
        node.put("jobId", task.job.id);
        node.put("taskId", task.id);
        task.subtaskOn(this).ifPresent(subtask -> node.put("subtaskId", subtask.number));
        node.put("taskState", StateTrack.wire(task.state()));
        node.set("executionInfo", task.executionInfo());
        return node;
    }
}
