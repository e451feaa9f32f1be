package io.github.latchkey.bench.client;

import com.microsoft.azure.batch.protocol.models.AutoUserScope;
import com.microsoft.azure.batch.protocol.models.AutoUserSpecification;
import com.microsoft.azure.batch.protocol.models.ElevationLevel;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.UserIdentity;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.SignedUrl;
import io.github.latchkey.batch.model.TaskConstraints;
import io.github.latchkey.batch.task.TaskCreate;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.time.Period;

/** The 100 tasks of the collection, in our words and in the vendor's. Made once; making them is not measured. */
final class Tasks {

    private Tasks() {}

    static List<TaskCreate> latchkey() {
        return IntStream.range(0, Canned.PAGE).mapToObj(Tasks::latchkey).toList();
    }

    static TaskCreate latchkey(int number) {
        return TaskCreate.builder()
                .id(Canned.taskId(number))
                .commandLine(Canned.commandLine(number))
                .resourceFiles(List.of(ResourceFile.builder()
                        .httpUrl(SignedUrl.of(Canned.RESOURCE))
                        .filePath(Canned.RESOURCE_PATH)
                        .build()))
                .environmentSettings(Canned.environment(number).stream()
                        .map(setting -> new EnvironmentSetting(setting[0], setting[1]))
                        .toList())
                .constraints(TaskConstraints.builder()
                        .maxWallClockTime(Canned.WALL_CLOCK)
                        .retentionTime(Canned.RETENTION)
                        .maxTaskRetryCount(Canned.RETRIES)
                        .build())
                .userIdentity(io.github.latchkey.batch.model.UserIdentity.builder()
                        .autoUser(io.github.latchkey.batch.model.AutoUserSpecification.builder()
                                .scope(io.github.latchkey.batch.model.AutoUserScope.TASK)
                                .elevationLevel(io.github.latchkey.batch.model.ElevationLevel.NON_ADMIN)
                                .build())
                        .build())
                .build();
    }

    static List<TaskAddParameter> azureBatch() {
        return IntStream.range(0, Canned.PAGE).mapToObj(Tasks::azureBatch).toList();
    }

    static TaskAddParameter azureBatch(int number) {
        return new TaskAddParameter()
                .withId(Canned.taskId(number))
                .withCommandLine(Canned.commandLine(number))
                .withResourceFiles(List.of(new com.microsoft.azure.batch.protocol.models.ResourceFile()
                        .withHttpUrl(Canned.RESOURCE)
                        .withFilePath(Canned.RESOURCE_PATH)))
                .withEnvironmentSettings(Canned.environment(number).stream()
                        .map(setting -> new com.microsoft.azure.batch.protocol.models.EnvironmentSetting()
                                .withName(setting[0])
                                .withValue(setting[1]))
                        .toList())
                .withConstraints(new com.microsoft.azure.batch.protocol.models.TaskConstraints()
                        .withMaxWallClockTime(Period.hours((int) Canned.WALL_CLOCK.toHours()))
                        .withRetentionTime(Period.days((int) Canned.RETENTION.toDays()))
                        .withMaxTaskRetryCount(Canned.RETRIES))
                .withUserIdentity(new UserIdentity()
                        .withAutoUser(new AutoUserSpecification()
                                .withScope(AutoUserScope.TASK)
                                .withElevationLevel(ElevationLevel.NON_ADMIN)));
    }
}
