package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The operations on tasks. */
final class Tasks {

    private static final int LONGEST_DEPENDENCIES = 64_000;
    private static final int MOST_RANGE_IDS = 1_000_000;

    private Tasks() {}

    static ServerResponse add(Call call) {
        Job job = call.account.job(call.path("jobId"));
        refuseEnded(job);
        Task task = add(call, job, call.body());
        String url = call.base() + task.path();
        call.account.scheduler().poke(job);
        return Reply.versioned(ServerResponse.status(201), task.etag(), task.modified())
                .header("Location", url)
                .header("DataServiceId", url);
    }

    private static void refuseEnded(Job job) {
        Jobs.refuse(job, JobState.DELETING, JobState.TERMINATING, JobState.COMPLETED);
    }

    private static Task add(Call call, Job job, ObjectNode spec) {
        String id = spec.remove("id").asText();
        Ids.check("id", id);
        if (job.book.find(id) != null) {
            throw ErrorCode.TASK_EXISTS.fault();
        }
        JsonNode preparation = job.preparation();
        if (preparation != null && Trees.text(preparation, "id", "").equalsIgnoreCase(id)) {
            throw ErrorCode.TASK_ID_SAME_AS_PREPARATION.fault();
        }
        JsonNode release = job.release();
        if (release != null && Trees.text(release, "id", "").equalsIgnoreCase(id)) {
            throw ErrorCode.TASK_ID_SAME_AS_RELEASE.fault();
        }
        check(call.account, job, spec);
        Task task = new Task(job, id, spec, call.account.nextVersion());
        job.book.add(task, dependencies(spec));
        return task;
    }

    private static void check(BatchAccount account, Job job, ObjectNode spec) {
        check(account, spec);
        Checks.resourceFiles(account, spec.at("/multiInstanceSettings/commonResourceFiles"));
        Checks.range(spec.path("multiInstanceSettings"), "numberOfInstances", 1, Integer.MAX_VALUE);
        if (Trees.has(spec, "dependsOn") && !job.usesTaskDependencies()) {
            throw ErrorCode.TASK_DEPENDENCIES_NOT_SPECIFIED.fault();
        }
        if (Trees.choice(job.spec, "onTaskFailure", "noaction").equals("noaction")) {
            spec.path("exitConditions").findValues("jobAction").stream()
                    .findFirst()
                    .ifPresent(action -> {
                        throw Checks.invalid(
                                "exitConditions/jobAction",
                                action.asText(),
                                "A job action needs a job whose onTaskFailure is performexitoptionsjobaction");
                    });
        }
        Checks.dropSecrets(spec);
    }

    /** Checks what tasks and the job managers of jobs have in common. */
    static void check(BatchAccount account, ObjectNode spec) {
        Checks.common(account, spec);
        Packages.check(account, spec, false);
        Checks.resourceFiles(account, spec.path("resourceFiles"));
        Checks.range(spec, "requiredSlots", 1, 256);
        Checks.retries(spec.path("constraints"), "");
    }

    private static List<String> dependencies(ObjectNode spec) {
        List<String> ids = new ArrayList<>();
        JsonNode dependsOn = spec.path("dependsOn");
        int length = 0;
        for (JsonNode id : dependsOn.path("taskIds")) {
            ids.add(Ids.key(id.asText()));
            length += id.asText().length();
        }
        if (length > LONGEST_DEPENDENCIES) {
            throw ErrorCode.TASK_DEPENDENCY_LIST_TOO_LONG
                    .fault()
                    .with("MaxLimit", String.valueOf(LONGEST_DEPENDENCIES));
        }
        long inRanges = 0;
        for (JsonNode range : dependsOn.path("taskIdRanges")) {
            int start = Trees.number(range, "start", 0);
            int end = Trees.number(range, "end", 0);
            if (start < 0 || end < start) {
                throw Checks.invalid(
                        "dependsOn/taskIdRanges", start + ".." + end, "A range must ascend and start at 0 or above");
            }
            inRanges += end - start + 1L;
            if (inRanges > MOST_RANGE_IDS) {
                throw ErrorCode.TASK_DEPENDENCY_RANGES_TOO_LONG
                        .fault()
                        .with("MaxLimit", String.valueOf(MOST_RANGE_IDS));
            }
            IntStream.rangeClosed(start, end).mapToObj(String::valueOf).forEach(ids::add);
        }
        return ids;
    }

    /** Adds the job manager task of a job that begins. */
    static void addManager(Job job, JsonNode manager) {
        ObjectNode spec = manager.deepCopy();
        String id = spec.remove("id").asText();
        spec.remove(List.of("killJobOnCompletion", "runExclusive", "allowLowPriorityNode"));
        job.book.add(new Task(job, id, spec, job.account.nextVersion()), List.of());
        job.account.scheduler().poke(job);
    }

    static ServerResponse addCollection(Call call) {
        Job job = call.account.job(call.path("jobId"));
        refuseEnded(job);
        JsonNode given = call.body().get("value");
        int most = call.account.limits().tasksPerCollection();
        if (given.size() > most || given.isEmpty()) {
            throw Checks.invalid(
                    "value",
                    given.size() + " tasks",
                    "One request must add at least one and at most " + most + " tasks");
        }
        List<ObjectNode> results = new ArrayList<>();
        for (JsonNode task : given) {
            results.add(addOne(call, job, (ObjectNode) task));
        }
        if (call.account.quirks().shuffledResults()) {
            shuffle(call.account, results);
        }
        call.account.scheduler().poke(job);
        ObjectNode body = Trees.object();
        body.set("value", Trees.array(results, result -> result));
        return Reply.json(call, "taskaddresult", body);
    }

    private static void shuffle(BatchAccount account, List<ObjectNode> results) {
        for (int i = results.size() - 1; i > 0; i--) {
            int other = account.nextInt(i + 1);
            ObjectNode result = results.set(i, results.get(other));
            results.set(other, result);
        }
    }

    private static ObjectNode addOne(Call call, Job job, ObjectNode spec) {
        String id = spec.get("id").asText();
        boolean capitalized = call.account.quirks().capitalizedOutcomes();
        ObjectNode result = Trees.object();
        try {
            call.account.throttle().admitTask();
            Task task = add(call, job, spec);
            result.put("status", Wire.status("Success", capitalized));
            result.put("taskId", task.id);
            result.put("eTag", task.etag());
            result.put("lastModified", Ticks.text(task.modified()));
            result.put("location", call.base() + task.path());
        } catch (BatchFault refused) {
            String whose = refused.error.status < 500 ? "ClientError" : "ServerError";
            result.put("status", Wire.status(whose, capitalized));
            result.put("taskId", id);
            ObjectNode error = Reply.body(refused, call.base(), call.account.nextGuid(), call.account.now());
            error.remove("odata.metadata");
            result.set("error", error);
        }
        return result;
    }

    static ServerResponse list(Call call) {
        Job job = call.account.job(call.path("jobId"));
        return Listing.page(call, "tasks", job.book.tasks, Task::write, task -> task);
    }

    static ServerResponse get(Call call) {
        Task task = find(call);
        return Reply.versioned(
                        Reply.json(call, "tasks/@Element", task.write(call.view())), task.etag(), task.modified())
                .header("DataServiceId", call.base() + task.path());
    }

    /** Finds the task of a path and checks the conditions. */
    static Task find(Call call) {
        Task task = call.account.job(call.path("jobId")).book.find(call.path("taskId"));
        if (task == null) {
            throw ErrorCode.TASK_NOT_FOUND.fault();
        }
        Conditions.check(call, task.etag(), task.modified());
        return task;
    }

    private static ServerResponse done(Call call, int status, Task task) {
        return Reply.versioned(ServerResponse.status(status), task.etag(), task.modified())
                .header("DataServiceId", call.base() + task.path());
    }

    static ServerResponse update(Call call) {
        Task task = find(call);
        ObjectNode body = call.body();
        refuseDeleting(task);
        if (task.state() == TaskState.COMPLETED) {
            throw ErrorCode.TASK_COMPLETED.fault();
        }
        Checks.range(body.path("constraints"), "maxTaskRetryCount", -1, Integer.MAX_VALUE);
        task.replaceConstraints(body.get("constraints"));
        call.account.taskLife().constrained(task);
        return done(call, 200, task);
    }

    private static void refuseDeleting(Task task) {
        Jobs.refuse(task.job, JobState.DELETING);
    }

    static ServerResponse delete(Call call) {
        Task task = find(call);
        refuseDeleting(task);
        call.account.taskLife().delete(task);
        return Reply.status(200);
    }

    static ServerResponse terminate(Call call) {
        Task task = find(call);
        refuseDeleting(task);
        if (task.state() == TaskState.COMPLETED) {
            throw ErrorCode.TASK_COMPLETED.fault();
        }
        call.account.taskLife().terminate(task);
        return done(call, 204, task);
    }

    static ServerResponse reactivate(Call call) {
        Task task = find(call);
        refuseEnded(task.job);
        if (task.state() != TaskState.COMPLETED) {
            throw ErrorCode.TASK_NOT_COMPLETED.fault();
        }
        if (!task.failed()) {
            throw ErrorCode.TASK_SUCCEEDED.fault();
        }
        call.account.taskLife().reactivate(task);
        return done(call, 204, task);
    }

    static ServerResponse subtasks(Call call) {
        Task task = find(call);
        ObjectNode body = Trees.object();
        ArrayNode values = body.putArray("value");
        List<Instance> instances = task.run == null ? null : task.run.instances;
        if (instances != null) {
            View view = call.view();
            instances.stream()
                    .filter(Instance::isSubtask)
                    .forEach(subtask -> values.add(view.cut(subtask.write(task, view))));
        }
        return Reply.json(call, "subtasks", body);
    }
}
