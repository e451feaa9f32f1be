package io.github.latchkey.bench.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.latchkey.batch.internal.json.JsonDoor;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobExecutionInformation;
import io.github.latchkey.batch.job.JobState;
import io.github.latchkey.batch.model.AutoUserScope;
import io.github.latchkey.batch.model.AutoUserSpecification;
import io.github.latchkey.batch.model.ElevationLevel;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.JobConstraints;
import io.github.latchkey.batch.model.OnAllTasksComplete;
import io.github.latchkey.batch.model.OnTaskFailure;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.TaskConstraints;
import io.github.latchkey.batch.model.TaskExecutionInformation;
import io.github.latchkey.batch.model.TaskExecutionResult;
import io.github.latchkey.batch.model.TaskState;
import io.github.latchkey.batch.model.UserIdentity;
import io.github.latchkey.batch.task.ComputeNodeInformation;
import io.github.latchkey.batch.task.Task;
import io.github.latchkey.batch.task.TaskAddResult;
import io.github.latchkey.batch.task.TaskAddStatus;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The least that jackson-core can be asked to do: a loop and a switch for each object, into the same records that
 * everybody else makes. It knows the members that are there and skips all others.
 */
final class HandWrittenJson implements Codec {

    private final JsonFactory factory = new JsonFactory();

    @Override
    public List<Job> jobs(InputStream body) {
        List<Job> jobs = new ArrayList<>();
        page(body, jobs, HandWrittenJson::job);
        return jobs;
    }

    @Override
    public Job job(InputStream body) {
        try (JsonParser parser = factory.createParser(body)) {
            parser.nextToken();
            return job(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TaskPage tasks(InputStream body) {
        List<Task> tasks = new ArrayList<>();
        String nextLink = page(body, tasks, HandWrittenJson::task);
        return new TaskPage(tasks, nextLink);
    }

    @Override
    public List<TaskAddResult> results(InputStream body) {
        List<TaskAddResult> results = new ArrayList<>(Canned.PAGE);
        page(body, results, HandWrittenJson::result);
        return results;
    }

    /** Reads the elements of a page; says where the next one is. */
    private <T> @Nullable String page(InputStream body, List<T> elements, Element<T> reader) {
        try (JsonParser parser = factory.createParser(body)) {
            String nextLink = null;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("value")) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        elements.add(reader.read(parser));
                    }
                } else if (name.equals("odata.nextLink")) {
                    nextLink = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            return nextLink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] writeTasks(List<TaskCreate> tasks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("value");
            for (TaskCreate task : tasks) {
                write(generator, task);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator generator, TaskCreate task) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("id", task.id());
        generator.writeStringField("commandLine", task.commandLine());
        if (task.resourceFiles() != null) {
            generator.writeArrayFieldStart("resourceFiles");
            for (ResourceFile file : task.resourceFiles()) {
                generator.writeStartObject();
                if (file.httpUrl() != null) {
                    generator.writeStringField("httpUrl", file.httpUrl().value());
                }
                generator.writeStringField("filePath", file.filePath());
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        if (task.environmentSettings() != null) {
            generator.writeArrayFieldStart("environmentSettings");
            for (EnvironmentSetting setting : task.environmentSettings()) {
                generator.writeStartObject();
                generator.writeStringField("name", setting.name());
                generator.writeStringField("value", setting.value());
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        TaskConstraints constraints = task.constraints();
        if (constraints != null) {
            generator.writeObjectFieldStart("constraints");
            write(generator, "maxWallClockTime", constraints.maxWallClockTime());
            write(generator, "retentionTime", constraints.retentionTime());
            if (constraints.maxTaskRetryCount() != null) {
                generator.writeNumberField("maxTaskRetryCount", constraints.maxTaskRetryCount());
            }
            generator.writeEndObject();
        }
        AutoUserSpecification user =
                task.userIdentity() == null ? null : task.userIdentity().autoUser();
        if (user != null && user.scope() != null && user.elevationLevel() != null) {
            generator.writeObjectFieldStart("userIdentity");
            generator.writeObjectFieldStart("autoUser");
            generator.writeStringField("scope", user.scope().value());
            generator.writeStringField("elevationLevel", user.elevationLevel().value());
            generator.writeEndObject();
            generator.writeEndObject();
        }
        generator.writeEndObject();
    }

    private static void write(JsonGenerator generator, String name, @Nullable Duration duration) throws IOException {
        if (duration != null) {
            generator.writeStringField(name, JsonDoor.format(duration));
        }
    }

    private static Job job(JsonParser parser) throws IOException {
        String id = null;
        String url = null;
        String eTag = null;
        Instant lastModified = null;
        Instant creationTime = null;
        JobState state = null;
        Instant stateTransitionTime = null;
        Integer priority = null;
        Integer maxParallelTasks = null;
        Boolean allowTaskPreemption = null;
        Boolean usesTaskDependencies = null;
        JobConstraints constraints = null;
        PoolInformation poolInfo = null;
        JobExecutionInformation executionInfo = null;
        OnAllTasksComplete onAllTasksComplete = null;
        OnTaskFailure onTaskFailure = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getText();
                case "url" -> url = parser.getText();
                case "eTag" -> eTag = parser.getText();
                case "lastModified" -> lastModified = timestamp(parser);
                case "creationTime" -> creationTime = timestamp(parser);
                case "state" -> state = JobState.of(parser.getText());
                case "stateTransitionTime" -> stateTransitionTime = timestamp(parser);
                case "priority" -> priority = parser.getIntValue();
                case "maxParallelTasks" -> maxParallelTasks = parser.getIntValue();
                case "allowTaskPreemption" -> allowTaskPreemption = parser.getBooleanValue();
                case "usesTaskDependencies" -> usesTaskDependencies = parser.getBooleanValue();
                case "constraints" -> constraints = jobConstraints(parser);
                case "poolInfo" -> poolInfo = poolInfo(parser);
                case "executionInfo" -> executionInfo = jobExecution(parser);
                case "onAllTasksComplete" -> onAllTasksComplete = OnAllTasksComplete.of(parser.getText());
                case "onTaskFailure" -> onTaskFailure = OnTaskFailure.of(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new Job(
                id,
                null,
                usesTaskDependencies,
                url,
                eTag,
                lastModified,
                creationTime,
                state,
                stateTransitionTime,
                null,
                null,
                priority,
                allowTaskPreemption,
                maxParallelTasks,
                constraints,
                null,
                null,
                null,
                null,
                poolInfo,
                onAllTasksComplete,
                onTaskFailure,
                null,
                null,
                executionInfo,
                null);
    }

    private static JobConstraints jobConstraints(JsonParser parser) throws IOException {
        Duration wallClock = null;
        Integer retries = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "maxWallClockTime" -> wallClock = duration(parser);
                case "maxTaskRetryCount" -> retries = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
        return new JobConstraints(wallClock, retries);
    }

    private static PoolInformation poolInfo(JsonParser parser) throws IOException {
        String poolId = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("poolId")) {
                poolId = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return new PoolInformation(poolId, null);
    }

    private static JobExecutionInformation jobExecution(JsonParser parser) throws IOException {
        Instant startTime = null;
        String poolId = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "startTime" -> startTime = timestamp(parser);
                case "poolId" -> poolId = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new JobExecutionInformation(Objects.requireNonNull(startTime), null, poolId, null, null);
    }

    private static Task task(JsonParser parser) throws IOException {
        String id = null;
        String url = null;
        String eTag = null;
        Instant lastModified = null;
        Instant creationTime = null;
        TaskState state = null;
        Instant stateTransitionTime = null;
        TaskState previousState = null;
        Instant previousStateTransitionTime = null;
        String commandLine = null;
        UserIdentity userIdentity = null;
        TaskConstraints constraints = null;
        Integer requiredSlots = null;
        TaskExecutionInformation executionInfo = null;
        ComputeNodeInformation nodeInfo = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getText();
                case "url" -> url = parser.getText();
                case "eTag" -> eTag = parser.getText();
                case "lastModified" -> lastModified = timestamp(parser);
                case "creationTime" -> creationTime = timestamp(parser);
                case "state" -> state = TaskState.of(parser.getText());
                case "stateTransitionTime" -> stateTransitionTime = timestamp(parser);
                case "previousState" -> previousState = TaskState.of(parser.getText());
                case "previousStateTransitionTime" -> previousStateTransitionTime = timestamp(parser);
                case "commandLine" -> commandLine = parser.getText();
                case "userIdentity" -> userIdentity = userIdentity(parser);
                case "constraints" -> constraints = taskConstraints(parser);
                case "requiredSlots" -> requiredSlots = parser.getIntValue();
                case "executionInfo" -> executionInfo = taskExecution(parser);
                case "nodeInfo" -> nodeInfo = nodeInfo(parser);
                default -> parser.skipChildren();
            }
        }
        return new Task(
                id,
                null,
                url,
                eTag,
                lastModified,
                creationTime,
                null,
                state,
                stateTransitionTime,
                previousState,
                previousStateTransitionTime,
                commandLine,
                null,
                null,
                null,
                null,
                null,
                constraints,
                requiredSlots,
                userIdentity,
                executionInfo,
                nodeInfo,
                null,
                null,
                null,
                null,
                null);
    }

    private static UserIdentity userIdentity(JsonParser parser) throws IOException {
        AutoUserSpecification autoUser = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("autoUser")) {
                autoUser = autoUser(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new UserIdentity(null, autoUser);
    }

    private static AutoUserSpecification autoUser(JsonParser parser) throws IOException {
        AutoUserScope scope = null;
        ElevationLevel level = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "scope" -> scope = AutoUserScope.of(parser.getText());
                case "elevationLevel" -> level = ElevationLevel.of(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new AutoUserSpecification(scope, level);
    }

    private static TaskConstraints taskConstraints(JsonParser parser) throws IOException {
        Duration wallClock = null;
        Duration retention = null;
        Integer retries = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "maxWallClockTime" -> wallClock = duration(parser);
                case "retentionTime" -> retention = duration(parser);
                case "maxTaskRetryCount" -> retries = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
        return new TaskConstraints(wallClock, retention, retries);
    }

    private static TaskExecutionInformation taskExecution(JsonParser parser) throws IOException {
        Instant startTime = null;
        Instant endTime = null;
        Integer exitCode = null;
        int retryCount = 0;
        int requeueCount = 0;
        TaskExecutionResult result = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "startTime" -> startTime = timestamp(parser);
                case "endTime" -> endTime = timestamp(parser);
                case "exitCode" -> exitCode = parser.getIntValue();
                case "retryCount" -> retryCount = parser.getIntValue();
                case "requeueCount" -> requeueCount = parser.getIntValue();
                case "result" -> result = TaskExecutionResult.of(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new TaskExecutionInformation(
                startTime, endTime, exitCode, null, null, retryCount, null, requeueCount, null, result);
    }

    private static ComputeNodeInformation nodeInfo(JsonParser parser) throws IOException {
        String affinityId = null;
        String nodeUrl = null;
        String poolId = null;
        String nodeId = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "affinityId" -> affinityId = parser.getText();
                case "nodeUrl" -> nodeUrl = parser.getText();
                case "poolId" -> poolId = parser.getText();
                case "nodeId" -> nodeId = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new ComputeNodeInformation(affinityId, nodeUrl, poolId, nodeId, null, null);
    }

    private static TaskAddResult result(JsonParser parser) throws IOException {
        TaskAddStatus status = null;
        String taskId = null;
        String eTag = null;
        Instant lastModified = null;
        String location = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "status" -> status = TaskAddStatus.of(parser.getText());
                case "taskId" -> taskId = parser.getText();
                case "eTag" -> eTag = parser.getText();
                case "lastModified" -> lastModified = timestamp(parser);
                case "location" -> location = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new TaskAddResult(
                Objects.requireNonNull(status), Objects.requireNonNull(taskId), eTag, lastModified, location, null);
    }

    private static @Nullable Instant timestamp(JsonParser parser) throws IOException {
        return JsonDoor.timestamp(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    private static @Nullable Duration duration(JsonParser parser) throws IOException {
        return JsonDoor.duration(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    /** Reads an element of a page whose brace was read. */
    private interface Element<T> {

        T read(JsonParser parser) throws IOException;
    }
}
