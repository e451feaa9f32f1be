package io.github.latchkey.bench.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The bytes that go over the wire, the same for every contender, as the service's own answers look. */
final class Canned {

    static final String API_VERSION = "2024-02-01.19.0";
    static final String JSON = "application/json;odata=minimalmetadata";
    static final int PAGE = 100;
    static final int TASKS_PAGE = 1_000;

    // What the tasks of a collection hold.
    static final Duration WALL_CLOCK = Duration.ofHours(4);
    static final Duration RETENTION = Duration.ofDays(7);
    static final int RETRIES = 3;
    static final String RESOURCE = "https://inputs.blob.core.windows.net/render/scene-0042/assets.tar.gz";
    static final String RESOURCE_PATH = "assets.tar.gz";

    private static final Instant START = Instant.parse("2026-11-02T08:15:30.1234567Z");
    private static final String ACCOUNT = "https://render.westeurope.batch.azure.com";

    private Canned() {}

    static String taskId(int number) {
        return String.format(Locale.ROOT, "frame-%05d", number);
    }

    static String commandLine(int number) {
        return "/bin/bash -c 'blender -b scene.blend -o out/ -f " + number + " --threads $THREADS'";
    }

    /** A page of 100 jobs, about 60 kB, 400 timestamps. */
    static byte[] jobPage() {
        return bytes(IntStream.range(0, PAGE)
                .mapToObj(Canned::jobText)
                .collect(Collectors.joining(
                        ",", "{\"odata.metadata\":\"" + ACCOUNT + "/$metadata#jobs\",\"value\":[", "]}")));
    }

    /** One job, about 700 bytes. */
    static byte[] job() {
        return bytes("{\"odata.metadata\":\"" + ACCOUNT + "/$metadata#jobs/@Element\","
                + jobText(7).substring(1));
    }

    /** A page of 1,000 tasks without its end, about 900 kB. */
    static byte[] taskPage() {
        return bytes(IntStream.range(0, TASKS_PAGE)
                .mapToObj(Canned::taskText)
                .collect(Collectors.joining(
                        ",", "{\"odata.metadata\":\"" + ACCOUNT + "/$metadata#tasks\",\"value\":[", "]")));
    }

    /** The end of a page: with the link to the next one, or without. */
    static byte[] pageEnd(String nextLink) {
        return bytes(nextLink.isEmpty() ? "}" : ",\"odata.nextLink\":\"" + nextLink + "\"}");
    }

    /** The answer to a collection of 100 tasks. */
    static byte[] results() {
        return bytes(IntStream.range(0, PAGE)
                .mapToObj(i -> "{\"status\":\"success\",\"taskId\":\"" + taskId(i) + "\",\"eTag\":\"0x8DE19B2C3D4E5F"
                        + i + "\",\"lastModified\":\"" + at(i) + "\",\"location\":\"" + ACCOUNT + "/jobs/scene/tasks/"
                        + taskId(i) + "\"}")
                .collect(Collectors.joining(
                        ",", "{\"odata.metadata\":\"" + ACCOUNT + "/$metadata#taskaddresult\",\"value\":[", "]}")));
    }

    /** The names and values of a task's environment. */
    static List<String[]> environment(int number) {
        return List.of(new String[] {"THREADS", "8"}, new String[] {"FRAME", Integer.toString(number)});
    }

    private static String jobText(int i) {
        String id = String.format(Locale.ROOT, "scene-%04d", i);
        return "{\"id\":\"" + id + "\",\"url\":\"" + ACCOUNT + "/jobs/" + id + "\",\"eTag\":\"0x8DE19B2C3D4E5F" + i
                + "\",\"lastModified\":\"" + at(i) + "\",\"creationTime\":\"" + at(i + 1)
                + "\",\"state\":\"active\",\"stateTransitionTime\":\"" + at(i + 2)
                + "\",\"priority\":" + i % 10
                + ",\"maxParallelTasks\":-1,\"allowTaskPreemption\":false,\"usesTaskDependencies\":false"
                + ",\"constraints\":{\"maxWallClockTime\":\"P10675199DT2H48M5.4775807S\",\"maxTaskRetryCount\":3}"
                + ",\"poolInfo\":{\"poolId\":\"render-d16\"},\"executionInfo\":{\"startTime\":\"" + at(i + 3)
                + "\",\"poolId\":\"render-d16\"},\"onAllTasksComplete\":\"noaction\",\"onTaskFailure\":\"noaction\"}";
    }

    private static String taskText(int i) {
        String id = taskId(i);
        return "{\"id\":\"" + id + "\",\"url\":\"" + ACCOUNT + "/jobs/scene/tasks/" + id
                + "\",\"eTag\":\"0x8DE19B2C3D4E5F" + i + "\",\"lastModified\":\"" + at(i) + "\",\"creationTime\":\""
                + at(i) + "\",\"state\":\"completed\",\"stateTransitionTime\":\"" + at(i + 60)
                + "\",\"previousState\":\"running\",\"previousStateTransitionTime\":\"" + at(i + 10)
                + "\",\"commandLine\":\"" + commandLine(i)
                + "\",\"userIdentity\":{\"autoUser\":{\"scope\":\"task\",\"elevationLevel\":\"nonadmin\"}}"
                + ",\"constraints\":{\"maxWallClockTime\":\"P10675199DT2H48M5.4775807S\""
                + ",\"retentionTime\":\"P7D\",\"maxTaskRetryCount\":3},\"requiredSlots\":1"
                + ",\"executionInfo\":{\"startTime\":\"" + at(i + 10) + "\",\"endTime\":\"" + at(i + 60)
                + "\",\"exitCode\":0,\"result\":\"success\",\"retryCount\":0,\"requeueCount\":0}"
                + ",\"nodeInfo\":{\"affinityId\":\"TVM:tvmps_42_d\",\"nodeUrl\":\"" + ACCOUNT
                + "/pools/render-d16/nodes/tvmps_42_d\",\"poolId\":\"render-d16\",\"nodeId\":\"tvmps_42_d\"}}";
    }

    private static String at(int seconds) {
        return START.plusSeconds(seconds).toString().replace("00Z", "Z");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
