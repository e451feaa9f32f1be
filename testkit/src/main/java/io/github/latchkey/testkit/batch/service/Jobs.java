package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operations on jobs. */
final class Jobs {

    /** What an update replaces as a whole, so that it goes where the update has none. */
    private static final List<String> REPLACED = List.of(
            "priority",
            "maxParallelTasks",
            "allowTaskPreemption",
            "constraints",
            "poolInfo",
            "metadata",
            "onAllTasksComplete");

    /** An update cannot carry the network, so it leaves it as it is. */
    private static final List<String> UPDATABLE =
            Stream.concat(REPLACED.stream(), Stream.of("networkConfiguration")).toList();

    private static final List<String> SETUP_TASKS = List.of("jobPreparationTask", "jobReleaseTask");
    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(15);

    private Jobs() {}

    static ServerResponse add(Call call) {
        BatchAccount account = call.account;
        ObjectNode spec = call.body();
        String id = spec.remove("id").asText();
        Ids.check("id", id);
        check(call, spec);
        checkLifetime(spec);
        Job existing = account.jobs.get(Ids.key(id));
        if (existing != null) {
            throw (existing.states.is(JobState.DELETING) ? ErrorCode.JOB_BEING_DELETED : ErrorCode.JOB_EXISTS).fault();
        }
        if (account.schedules.containsKey(Ids.key(id))) {
            throw ErrorCode.JOB_SCHEDULE_WITH_SAME_ID_EXISTS.fault();
        }
        account.checkJobQuota();
        fill(spec);
        Job job = new Job(account, id, spec, account.nextNumber(), null);
        account.add(job);
        account.jobLife().begin(job);
        return Reply.created(call, job);
    }

    /** Checks what jobs and the specifications of schedules have in common. */
    static void check(Call call, ObjectNode spec) {
        rules(call, spec);
        checkPool(call, spec.path("poolInfo"));
    }

    /** Checks all but the pool, which a change of a job or schedule may leave alone. */
    static void rules(Call call, ObjectNode spec) {
        Checks.common(call.account, spec);
        int priority = Trees.number(spec, "priority", 0);
        if (priority < -1000 || priority > 1000) {
            throw ErrorCode.OUT_OF_RANGE_PRIORITY.fault().with("PropertyValue", String.valueOf(priority));
        }
        if (Trees.number(spec, "maxParallelTasks", -1) == 0 || Trees.number(spec, "maxParallelTasks", -1) < -1) {
            throw Checks.invalid(
                    "maxParallelTasks", spec.get("maxParallelTasks").asText(), "The value must be -1 or above 0");
        }
        Checks.retries(spec.path("constraints"), "constraints/");
        JsonNode release = spec.path("jobReleaseTask");
        if (Trees.duration(release, "maxWallClockTime", LONGEST_RELEASE).compareTo(LONGEST_RELEASE) > 0) {
            throw Checks.invalid(
                    "jobReleaseTask/maxWallClockTime",
                    Trees.text(release, "maxWallClockTime", ""),
                    "The value must be at most " + LONGEST_RELEASE);
        }
        if (release.isObject() && !spec.path("jobPreparationTask").isObject()) {
            throw ErrorCode.NO_PREPARATION.fault();
        }
        Set<String> ids = new HashSet<>();
        for (String name : SETUP_TASKS) {
            JsonNode task = spec.path(name);
            Checks.resourceFiles(call.account, task.path("resourceFiles"));
            Checks.retries(task.path("constraints"), name + "/constraints/");
            if (Trees.has(task, "id")) {
                checkId(name + "/id", Trees.text(task, "id", ""), ids);
            }
        }
        if (spec.path("jobManagerTask") instanceof ObjectNode manager) {
            Tasks.check(call.account, manager);
            checkId("jobManagerTask/id", Trees.text(manager, "id", ""), ids);
        }
    }

    private static void checkId(String property, String id, Set<String> others) {
        Ids.check(property, id);
        if (!others.add(Ids.key(id))) {
            throw Checks.invalid(property, id, "The tasks of a job must have ids of their own");
        }
    }

    private static void checkLifetime(ObjectNode spec) {
        String lifetime = Trees.choice(spec.at("/poolInfo/autoPoolSpecification"), "poolLifetimeOption", "job");
        if (lifetime.equals("jobschedule")) {
            throw Checks.invalid(
                    "poolLifetimeOption", lifetime, "Only the pool of a job schedule can live as long as the schedule");
        }
    }

    static void checkPool(Call call, JsonNode poolInfo) {
        boolean named = Trees.has(poolInfo, "poolId");
        boolean auto = Trees.has(poolInfo, "autoPoolSpecification");
        if (named == auto) {
            throw BatchFault.body("poolInfo must have either poolId or autoPoolSpecification");
        }
        if (named) {
            Ids.check("poolId", Trees.text(poolInfo, "poolId", ""));
        }
        if (auto) {
            call.require(Permission.action("pools/write"));
            JsonNode specification = poolInfo.get("autoPoolSpecification");
            String prefix = Trees.text(specification, "autoPoolIdPrefix", "");
            if (!prefix.isEmpty()) {
                Ids.check("autoPoolIdPrefix", prefix);
            }
            if (prefix.length() > 20) {
                throw Checks.invalid("autoPoolIdPrefix", prefix, "The value must have at most 20 characters");
            }
            if (specification.path("pool").isObject()) {
                Pools.form(call, (ObjectNode) specification.get("pool"));
            } else {
                throw ErrorCode.MISSING_REQUIRED_PROPERTY
                        .fault()
                        .with("PropertyName", "poolInfo/autoPoolSpecification/pool");
            }
        }
    }

    /** Fills in what the service stores although nobody sent it. */
    static void fill(ObjectNode spec) {
        Trees.putIfAbsent(spec, "priority", 0);
        Trees.putIfAbsent(spec, "maxParallelTasks", -1);
        Trees.putIfAbsent(spec, "allowTaskPreemption", false);
        Trees.putIfAbsent(spec, "usesTaskDependencies", false);
        Trees.putIfAbsent(spec, "onAllTasksComplete", "noaction");
        Trees.putIfAbsent(spec, "onTaskFailure", "noaction");
        constraints(spec);
        setup(spec.path("jobPreparationTask"), Job.PREPARATION);
        setup(spec.path("jobReleaseTask"), Job.RELEASE);
        JsonNode manager = spec.path("jobManagerTask");
        if (manager instanceof ObjectNode task) {
            Trees.putIfAbsent(task, "killJobOnCompletion", true);
            Trees.putIfAbsent(task, "runExclusive", true);
            Trees.putIfAbsent(task, "requiredSlots", 1);
            TaskDefaults.userIdentity(task);
        }
        JsonNode auto = spec.at("/poolInfo/autoPoolSpecification");
        if (auto instanceof ObjectNode specification) {
            Trees.putIfAbsent(specification, "keepAlive", false);
            Checks.dropSecrets(specification);
        }
    }

    private static void constraints(ObjectNode spec) {
        ObjectNode constraints =
                Trees.has(spec, "constraints") ? (ObjectNode) spec.get("constraints") : spec.putObject("constraints");
        Trees.putIfAbsent(constraints, "maxWallClockTime", Trees.UNLIMITED);
        Trees.putIfAbsent(constraints, "maxTaskRetryCount", 0);
    }

    private static void setup(JsonNode node, String id) {
        if (node instanceof ObjectNode task) {
            Trees.putIfAbsent(task, "id", id);
            TaskDefaults.userIdentity(task);
            if (id.equals(Job.PREPARATION)) {
                Trees.putIfAbsent(task, "waitForSuccess", true);
                Trees.putIfAbsent(task, "rerunOnNodeRebootAfterSuccess", true);
            } else {
                Trees.putIfAbsent(task, "maxWallClockTime", "PT15M");
                Trees.putIfAbsent(task, "retentionTime", "P7D");
            }
        }
    }

    static ServerResponse list(Call call) {
        return Listing.page(call, "jobs", call.account.jobs, Job::write);
    }

    static ServerResponse listOfSchedule(Call call) {
        TreeMap<String, Job> jobs = Schedules.find(call).jobs;
        return Listing.page(call, "jobs", jobs, Job::write);
    }

    static ServerResponse get(Call call) {
        Job job = find(call);
        return Reply.resource(call, "jobs/@Element", job, job.write(call.view()));
    }

    private static Job find(Call call) {
        Job job = call.account.job(call.path("jobId"));
        Conditions.check(call, job);
        return job;
    }

    static ServerResponse delete(Call call) {
        Job job = find(call);
        if (job.states.is(JobState.DELETING)) {
            throw ErrorCode.JOB_BEING_DELETED.fault();
        }
        call.account.jobLife().delete(job);
        return Reply.status(202);
    }

    static ServerResponse terminate(Call call) {
        Job job = find(call);
        String reason = Trees.text(call.body(), "terminateReason", "UserTerminate");
        refuse(job, JobState.DELETING, JobState.COMPLETED, JobState.TERMINATING);
        call.account.jobLife().terminate(job, reason);
        return Reply.done(call, 202, job);
    }

    static ServerResponse disable(Call call) {
        Job job = find(call);
        String option = Trees.choice(call.body(), "disableTasks", "requeue");
        refuse(job, JobState.DELETING, JobState.COMPLETED, JobState.TERMINATING, JobState.ENABLING);
        if (job.states.is(JobState.ACTIVE) || job.states.is(JobState.DISABLING)) {
            call.account.jobLife().disable(job, option);
        }
        return Reply.done(call, 202, job);
    }

    static ServerResponse enable(Call call) {
        Job job = find(call);
        refuse(
                job,
                JobState.DELETING,
                JobState.COMPLETED,
                JobState.TERMINATING,
                JobState.ACTIVE,
                JobState.ENABLING,
                JobState.DISABLING);
        call.account.jobLife().enable(job);
        return Reply.done(call, 202, job);
    }

    /** Refuses a call when the job is in one of the states, with the error that tells which. */
    static void refuse(Job job, JobState... states) {
        if (List.of(states).contains(job.states.current())) {
            throw switch (job.states.current()) {
                case DELETING -> ErrorCode.JOB_BEING_DELETED.fault();
                case TERMINATING -> ErrorCode.JOB_BEING_TERMINATED.fault();
                case COMPLETED -> ErrorCode.JOB_COMPLETED.fault();
                default ->
                    ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE
                            .fault()
                            .with("CurrentState", StateTrack.wire(job.states.current()));
            };
        }
    }

    static ServerResponse patch(Call call) {
        Job job = find(call);
        ObjectNode body = call.body();
        ObjectNode changed = job.spec.deepCopy();
        UPDATABLE.stream().filter(body::has).forEach(name -> changed.set(name, body.get(name)));
        return change(call, job, changed, body.has("poolInfo"));
    }

    static ServerResponse update(Call call) {
        Job job = find(call);
        ObjectNode body = call.body();
        ObjectNode changed = job.spec.deepCopy();
        changed.remove(REPLACED);
        UPDATABLE.stream().filter(body::has).forEach(name -> changed.set(name, body.get(name)));
        return change(call, job, changed, false);
    }

    /**
     * Changes a job.
     *
     * @param pickedPool whether the caller named a pool without having to, if only the present one
     */
    private static ServerResponse change(Call call, Job job, ObjectNode changed, boolean pickedPool) {
        refuse(job, JobState.DELETING, JobState.TERMINATING, JobState.COMPLETED);
        rules(call, changed);
        fill(changed);
        boolean poolChanges = !changed.path("poolInfo").equals(job.spec.path("poolInfo"));
        if (poolChanges) {
            checkPool(call, changed.path("poolInfo"));
        }
        if (poolChanges || pickedPool) {
            checkDisabled(job);
        }
        if (poolChanges) {
            if (job.schedule == null) {
                checkLifetime(changed);
            }
            checkPoolChange(job, changed);
        }
        if (Trees.choice(job.spec, "onAllTasksComplete", "noaction").equals("terminatejob")
                && Trees.choice(changed, "onAllTasksComplete", "noaction").equals("noaction")) {
            throw Checks.invalid("onAllTasksComplete", "noaction", "The value cannot go back from terminatejob");
        }
        BatchAccount account = call.account;
        account.unbind(job);
        job.spec = changed;
        if (poolChanges && job.autoPool() == null) {
            job.poolId = Trees.text(changed.path("poolInfo"), "poolId");
        }
        account.bind(job);
        job.touch();
        account.jobLife()
                .limit(job, Trees.duration(changed.path("constraints"), "maxWallClockTime", Trees.unlimited()));
        account.jobLife().settle(job);
        account.scheduler().poke(job);
        return Reply.done(call, 200, job);
    }

    /**
     * A job gets another pool only while it is disabled, and that by its name in place of another name. Of an auto-pool
     * only {@code keepAlive} can be changed, if it lives with the job.
     */
    private static void checkPoolChange(Job job, ObjectNode changed) {
        JsonNode before = job.spec.at("/poolInfo/autoPoolSpecification");
        JsonNode after = changed.at("/poolInfo/autoPoolSpecification");
        if (!before.isObject() && !after.isObject()) {
            return;
        }
        boolean keepAliveOnly = before.isObject()
                && after.isObject()
                && withoutKeepAlive(before).equals(withoutKeepAlive(after));
        if (!keepAliveOnly || !Trees.choice(before, "poolLifetimeOption", "").equals("job")) {
            throw Checks.invalid(
                    "poolInfo/autoPoolSpecification",
                    "",
                    "Only keepAlive can be changed, and only with the lifetime option job");
        }
    }

    private static ObjectNode withoutKeepAlive(JsonNode autoPool) {
        ObjectNode rest = autoPool.deepCopy();
        rest.remove("keepAlive");
        return rest;
    }

    private static void checkDisabled(Job job) {
        if (!job.states.is(JobState.DISABLED)) {
            throw ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE
                    .fault("The pool of a job can be changed only while the job is disabled.")
                    .with("CurrentState", StateTrack.wire(job.states.current()));
        }
    }

    static ServerResponse taskCounts(Call call) {
        return Reply.json(
                call, "taskcountsresult/@Element", find(call).book.counts.write());
    }

    static ServerResponse preparationAndRelease(Call call) {
        Job job = find(call);
        if (job.preparation() == null && job.release() == null) {
            throw call.account.quirks().preparationStatusCode()
                    ? ErrorCode.NO_PREPARATION_OR_RELEASE.fault()
                    : ErrorCode.NO_PREPARATION.fault();
        }
        TreeMap<String, Node> nodes = new TreeMap<>();
        String poolId = job.poolId;
        Pool pool = poolId == null ? null : call.account.pools.get(Ids.key(poolId));
        if (pool != null) {
            pool.nodes.values().stream()
                    .filter(node -> node.preparations.containsKey(job.key) || node.releases.containsKey(job.key))
                    .forEach(node -> nodes.put(node.id, node));
        }
        return Listing.page(call, "jobpreparationandreleasetaskstatuslist", nodes, (node, view) -> {
            ObjectNode status = Trees.object();
            status.put("poolId", node.pool.id);
            status.put("nodeId", node.id);
            status.put("nodeUrl", view.base() + node.path());
            SetupRun preparation = node.preparations.get(job.key);
            if (preparation != null) {
                status.set("jobPreparationTaskExecutionInfo", preparation.write(view));
            }
            SetupRun release = node.releases.get(job.key);
            if (release != null) {
                status.set("jobReleaseTaskExecutionInfo", release.write(view));
            }
            return view.cut(status);
        });
    }
}
