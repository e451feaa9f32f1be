package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.odata.Filter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task, kept small: a million of them fit into a test's heap. What was sent is kept as JSON text and parsed when it
 * is shown; what the scheduler needs at every step is in fields.
 */
final class Task implements Filter.Row {

    private static final int UNLIMITED_RETRIES = -1;

    /** What a task shows of itself; all the rest was sent. */
    private static final Set<String> OWN_MEMBERS = Set.of(
            "id",
            "url",
            "eTag",
            "creationTime",
            "lastModified",
            "state",
            "stateTransitionTime",
            "previousState",
            "previousStateTransitionTime",
            "executionInfo",
            "nodeInfo",
            "stats");

    final Job job;
    final String id;
    final long created;
    private byte[] spec;
    private long version;
    private long modified;
    private long since;
    private long previousSince;

    /** How many tasks this one still waits for. */
    int blockers;

    private int maxRetries;
    final short requiredSlots;
    private TaskState state = TaskState.ACTIVE;
    private @Nullable TaskState previous;

    /** Whether the task prefers a node. */
    final boolean affine;

    /** Whether the task runs a coordination command on several nodes first. */
    final boolean multiInstance;

    /** Whether the task says how long it may run. */
    boolean limited;

    /** Whether the task says what its end means to its dependents and its job. */
    final boolean hasExitConditions;

    /** Whether the task stands in the queue of its job. */
    boolean queued;

    /** Whether tasks that depend on this one may run; decided when it completes. */
    boolean satisfies;

    @Nullable
    TaskRun run;

    Task(Job job, String id, ObjectNode spec, long version) {
        this.job = job;
        this.id = id;
        this.spec = Trees.bytes(spec);
        this.created = job.account.now();
        this.modified = created;
        this.since = created;
        this.version = version;
        this.requiredSlots = (short) Trees.number(spec, "requiredSlots", 1);
        this.affine = Trees.has(spec, "affinityInfo");
        this.multiInstance = Trees.has(spec, "multiInstanceSettings");
        this.hasExitConditions = Trees.has(spec, "exitConditions");
        readConstraints(spec);
    }

    private void readConstraints(ObjectNode from) {
        int inherited = Trees.number(job.spec.path("constraints"), "maxTaskRetryCount", 0);
        maxRetries = Trees.number(from.path("constraints"), "maxTaskRetryCount", inherited);
        limited = Trees.has(from.path("constraints"), "maxWallClockTime");
    }

    String key() {
        return Ids.key(id);
    }

    TaskState state() {
        return state;
    }

    String etag() {
        return Resource.etag(version);
    }

    long modified() {
        return modified;
    }

    /** What was sent, without the id; a copy that the caller may change. */
    ObjectNode spec() {
        return Trees.object(spec);
    }

    void replaceConstraints(@Nullable JsonNode constraints) {
        ObjectNode changed = spec();
        if (constraints == null) {
            changed.remove("constraints");
        } else {
            changed.set("constraints", constraints);
        }
        spec = Trees.bytes(changed);
        readConstraints(changed);
        modified = job.account.now();
        version = job.account.nextVersion();
    }

    boolean mayRetry() {
        return maxRetries == UNLIMITED_RETRIES || (run != null && run.retries < maxRetries);
    }

    TaskRun run() {
        if (run == null) {
            run = new TaskRun();
        }
        return run;
    }

    /** Whether the task has a node for itself while it runs. */
    boolean exclusive() {
        return job.isManager(this) && Trees.flag(job.spec.path("jobManagerTask"), "runExclusive", true);
    }

    /** How many nodes the task runs on at once. */
    int instances() {
        return multiInstance
                ? Math.max(1, Trees.number(spec().path("multiInstanceSettings"), "numberOfInstances", 1))
                : 1;
    }

    /** The part of a multi-instance task that ran on a node, unless that is its primary. */
    Optional<Instance> subtaskOn(Node node) {
        return run == null || run.instances == null
                ? Optional.empty()
                : run.instances.stream()
                        .filter(instance -> instance.isSubtask() && instance.node == node)
                        .findFirst();
    }

    boolean failed() {
        return run != null && run.failure != null;
    }

    Counts.Group group() {
        return switch (state()) {
            case ACTIVE -> Counts.Group.ACTIVE;
            case PREPARING, RUNNING -> Counts.Group.RUNNING;
            case COMPLETED -> failed() ? Counts.Group.FAILED : Counts.Group.SUCCEEDED;
        };
    }

    /** Changes the state; only {@link TaskBook} calls this, since it keeps the counts. */
    void move(TaskState next, long now) {
        if (next != state) {
            previous = state;
            previousSince = since;
            state = next;
            since = now;
        }
    }

    String path() {
        return job.path() + "/tasks/" + id;
    }

    ObjectNode write(View view) {
        boolean whole = view.showsMoreThan(OWN_MEMBERS);
        ObjectNode node = Trees.object();
        ObjectNode sent = whole ? spec() : Trees.object();
        node.put("id", id);
        if (sent.has("displayName")) {
            node.set("displayName", sent.remove("displayName"));
        }
        node.put("url", view.base() + path());
        node.put("eTag", etag());
        node.put("creationTime", Ticks.text(created));
        node.put("lastModified", Ticks.text(modified));
        node.put("state", StateTrack.wire(state()));
        node.put("stateTransitionTime", Ticks.text(since));
        if (previous != null) {
            node.put("previousState", StateTrack.wire(previous));
            node.put("previousStateTransitionTime", Ticks.text(previousSince));
        }
        if (whole) {
            TaskDefaults.fill(sent, job);
            node.setAll(sent);
        }
        node.set("executionInfo", executionInfo());
        if (run != null && run.node != null) {
            node.set("nodeInfo", run.node.info(view, TaskFiles.directory(this)));
        }
        if (view.stats()) {
            node.set("stats", Statistics.task(this, view));
        }
        return view.cut(node);
    }

    ObjectNode executionInfo() {
        ObjectNode info = Trees.object();
        TaskRun last = run;
        if (last == null) {
            return info.put("retryCount", 0).put("requeueCount", 0);
        }
        boolean capitalized = job.account.quirks().capitalizedOutcomes();
        Trees.putTime(info, "startTime", last.start);
        Trees.putTime(info, "endTime", last.end);
        if (last.exited) {
            info.put("exitCode", last.exitCode);
        }
        if (last.failure != null) {
            info.set("failureInfo", last.failure.write(capitalized));
        }
        info.put("retryCount", last.retries);
        Trees.putTime(info, "lastRetryTime", last.lastRetry);
        info.put("requeueCount", last.requeues);
        Trees.putTime(info, "lastRequeueTime", last.lastRequeue);
        if (state() == TaskState.COMPLETED) {
            info.put("result", Wire.result(last.failure == null, capitalized));
        }
        return info;
    }

    /** Reads a member for a filter; those that filters name most often without building the whole tree. */
    @Override
    public @Nullable Object value(String path) {
        return switch (path) {
            case "id" -> id;
            case "state" -> StateTrack.wire(state());
            case "previousState" -> previous == null ? null : StateTrack.wire(previous);
            case "creationTime" -> Ticks.instant(created);
            case "lastModified" -> Ticks.instant(modified);
            case "stateTransitionTime" -> Ticks.instant(since);
            case "previousStateTransitionTime" -> previous == null ? null : Ticks.instant(previousSince);
            case "executionInfo/exitCode" -> run == null || !run.exited ? null : (Object) run.exitCode;
            case "executionInfo/startTime" -> run == null || run.start == 0 ? null : Ticks.instant(run.start);
            case "executionInfo/endTime" -> run == null || run.end == 0 ? null : Ticks.instant(run.end);
            case "executionInfo/retryCount" -> run == null ? 0 : run.retries;
            case "executionInfo/result" -> state() != TaskState.COMPLETED ? null : failed() ? "failure" : "success";
            case "nodeInfo/nodeId" -> run == null || run.node == null ? null : run.node.id;
            case "nodeInfo/poolId" -> run == null || run.node == null ? null : run.node.pool.id;
            default -> spec().path(path).asText(null);
        };
    }
}
