package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.batch.config.BatchLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every limit of the service, tried with the last value that it takes and the first one that it does not. */
class LimitsTest {

    private static final int COLLECTION_BYTES = 1_048_576;
    private static final int BODY_BYTES = 200_000;

    private final String[] packages =
            IntStream.range(0, 11).mapToObj(i -> "v" + i).toArray(String[]::new);

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.application("tool", packages)
            .limits(BatchLimits.builder()
                    .poolQuota(1000)
                    .activeJobAndJobScheduleQuota(1000)
                    .metadataCharacters(100)
                    .resourceFiles(20)
                    .bodyBytes(BODY_BYTES)
                    .build()));

    private final BatchCalls calls = fake.calls;
    private final Map<String, List<String>> wrong = new LinkedHashMap<>();
    private int number;

    @BeforeEach
    void makeWhatLimitsAreAbout() {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "nowhere").replace("{\"id\"", "{\"usesTaskDependencies\":true,\"id\""));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    /**
     * Tries both sides of a limit: the good value is taken, the bad one is refused by a code, which names the property
     * if there is one.
     */
    private void limit(String what, long good, long bad, String error, LongFunction<BatchCalls.Answer> request) {
        List<String> found = new ArrayList<>();
        BatchCalls.Answer taken = request.apply(good);
        if (taken.status() >= 300) {
            found.add(good + " is refused: " + taken.text());
        }
        BatchCalls.Answer refused = request.apply(bad);
        String named = refused.value("PropertyName") + refused.value("QueryParameterName");
        String got = (refused.code() + " " + named).strip();
        if (!got.equals(error)) {
            found.add(bad + ": wanted " + error + ", got " + refused.status() + " " + got);
        }
        if (!found.isEmpty()) {
            wrong.put(what + " " + good + "/" + bad, found);
        }
    }

    private static String invalid(String property) {
        return "InvalidPropertyValue " + property;
    }

    private static String text(long length) {
        return "x".repeat((int) length);
    }

    private static String list(long count, LongFunction<String> item) {
        return IntStream.range(0, (int) count).mapToObj(item::apply).collect(Collectors.joining(",", "[", "]"));
    }

    /** An id of a length that nobody has. */
    private String id(long length) {
        number++;
        String digits = String.valueOf(number);
        return digits + text(length - digits.length());
    }

    private BatchCalls.Answer pool(String members) {
        return calls.post("/pools", with(members, BatchCalls.pool(id(8), 0)));
    }

    private BatchCalls.Answer job(String members) {
        return calls.post("/jobs", with(members, BatchCalls.job(id(8), "nowhere")));
    }

    private BatchCalls.Answer task(String members) {
        return calls.post("/jobs/j/tasks", with(members, BatchCalls.task(id(8))));
    }

    private BatchCalls.Answer schedule(String id, String schedule) {
        return calls.post(
                "/jobschedules",
                "{\"id\":\"" + id + "\",\"schedule\":{\"doNotRunUntil\":\"2030-01-01T00:00:00Z\"" + schedule
                        + "},\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"nowhere\"}}}");
    }

    private static String with(String members, String body) {
        return members.isEmpty() ? body : "{" + members + "," + body.substring(1);
    }

    @Test
    void names() {
        limit("pool id", 64, 65, invalid("id"), n -> calls.post("/pools", BatchCalls.pool(id(n), 0)));
        limit("job id", 64, 65, invalid("id"), n -> calls.post("/jobs", BatchCalls.job(id(n), "p")));
        limit("schedule id", 64, 65, invalid("id"), n -> schedule(id(n), ""));
        limit("task id", 64, 65, invalid("id"), n -> calls.post("/jobs/j/tasks", BatchCalls.task(id(n))));
        limit("job id", 1, 0, invalid("id"), n -> calls.post("/jobs", BatchCalls.job(text(n), "p")));
        limit(
                "manager id",
                64,
                65,
                invalid("jobManagerTask/id"),
                n -> job("\"jobManagerTask\":{\"id\":\"" + text(n) + "\",\"commandLine\":\"c\"}"));
        limit("pool name", 1024, 1025, invalid("displayName"), n -> pool("\"displayName\":\"" + text(n) + "\""));
        limit("job name", 1024, 1025, invalid("displayName"), n -> job("\"displayName\":\"" + text(n) + "\""));
        limit("task name", 1024, 1025, invalid("displayName"), n -> task("\"displayName\":\"" + text(n) + "\""));
        limit(
                "metadata",
                99,
                100,
                "MetadataTooLarge",
                n -> job("\"metadata\":[{\"name\":\"ab\",\"value\":\"" + text(n - 1) + "\"}]"));
        limit(
                "pool user",
                20,
                21,
                invalid("userAccounts/name"),
                n -> pool("\"userAccounts\":[{\"name\":\"" + text(n) + "\",\"password\":\"p\"}]"));
        limit(
                "node user",
                20,
                21,
                invalid("name"),
                n -> calls.post(
                        "/pools/p/nodes/"
                                + fake.get("/pools/p/nodes").at("/value/0/id").asText() + "/users",
                        "{\"name\":\"" + text(n) + "\"}"));
        limit(
                "auto-pool prefix",
                20,
                21,
                invalid("autoPoolIdPrefix"),
                n -> calls.post(
                        "/jobs",
                        "{\"id\":\"" + id(8)
                                + "\",\"poolInfo\":{\"autoPoolSpecification\":{\"poolLifetimeOption\":\"job\","
                                + "\"autoPoolIdPrefix\":\"" + text(n) + "\",\"pool\":"
                                + BatchCalls.pool("x", 0).replace("\"id\":\"x\",", "") + "}}}"));

        assertThat(wrong).isEmpty();
    }

    @Test
    void jobsAndTasks() {
        limit("priority", 1000, 1001, "OutOfRangePriority", n -> job("\"priority\":" + n));
        limit("priority", -1000, -1001, "OutOfRangePriority", n -> job("\"priority\":" + n));
        limit("parallel tasks", 1, 0, invalid("maxParallelTasks"), n -> job("\"maxParallelTasks\":" + n));
        limit("parallel tasks", -1, -2, invalid("maxParallelTasks"), n -> job("\"maxParallelTasks\":" + n));
        String retries = "constraints/maxTaskRetryCount";
        limit("retries", -1, -2, invalid(retries), n -> job("\"constraints\":{\"maxTaskRetryCount\":" + n + "}"));
        limit(
                "retries",
                -1,
                -2,
                invalid("maxTaskRetryCount"),
                n -> task("\"constraints\":{\"maxTaskRetryCount\":" + n + "}"));
        limit(
                "release time",
                900,
                901,
                invalid("jobReleaseTask/maxWallClockTime"),
                n -> job("\"jobPreparationTask\":{\"commandLine\":\"c\"},\"jobReleaseTask\":{\"commandLine\":\"c\","
                        + "\"maxWallClockTime\":\"PT" + n + "S\"}"));
        limit("slots", 256, 257, invalid("requiredSlots"), n -> task("\"requiredSlots\":" + n));
        limit("slots", 1, 0, invalid("requiredSlots"), n -> task("\"requiredSlots\":" + n));
        limit(
                "instances",
                1,
                0,
                invalid("numberOfInstances"),
                n -> task("\"multiInstanceSettings\":{\"coordinationCommandLine\":\"c\",\"numberOfInstances\":" + n
                        + "}"));
        limit(
                "dependencies",
                1000,
                1001,
                "TaskDependencyListTooLong",
                n -> task("\"dependsOn\":{\"taskIds\":" + list(n, i -> "\"" + text(64) + "\"") + "}"));
        limit(
                "dependency range",
                7,
                6,
                invalid("dependsOn/taskIdRanges"),
                n -> task("\"dependsOn\":{\"taskIdRanges\":[{\"start\":7,\"end\":" + n + "}]}"));
        resourceFiles("", this::task);
        resourceFiles(
                "\"multiInstanceSettings\":{\"coordinationCommandLine\":\"c\",\"numberOfInstances\":1,\"common",
                this::task);
        resourceFiles("\"startTask\":{\"commandLine\":\"c\",", this::pool);
        resourceFiles("\"jobPreparationTask\":{\"commandLine\":\"c\",", this::job);
        resourceFiles("\"jobManagerTask\":{\"id\":\"m\",\"commandLine\":\"c\",", this::job);
        limit(
                "tasks at once",
                100,
                101,
                invalid("value"),
                n -> calls.post(
                        "/jobs/j/addtaskcollection", "{\"value\":" + list(n, i -> BatchCalls.task(id(8))) + "}"));
        limit(
                "tasks at once",
                1,
                0,
                invalid("value"),
                n -> calls.post(
                        "/jobs/j/addtaskcollection", "{\"value\":" + list(n, i -> BatchCalls.task(id(8))) + "}"));
        limit(
                "collection",
                COLLECTION_BYTES,
                COLLECTION_BYTES + 1,
                "RequestBodyTooLarge",
                n -> calls.post(
                        "/jobs/j/addtaskcollection", padded(n, "{\"value\":[" + BatchCalls.task(id(8)) + "]}")));
        limit(
                "body",
                BODY_BYTES,
                BODY_BYTES + 1,
                "RequestBodyTooLarge",
                n -> calls.post("/jobs/j/tasks", padded(n, BatchCalls.task(id(8)))));
        for (String member : new String[] {"startWindow", "recurrenceInterval"}) {
            limit(member, 60, 59, invalid(member), n -> schedule(id(8), ",\"" + member + "\":\"PT" + n + "S\""));
        }

        assertThat(wrong).isEmpty();
    }

    /**
     * The limit of resource files, with the members that stand before theirs and what adds the resource that has them.
     */
    private void resourceFiles(String before, Function<String, BatchCalls.Answer> add) {
        String name = before.endsWith("\"common") ? "ResourceFiles\":" : "\"resourceFiles\":";
        limit(
                "resource files of " + before,
                20,
                21,
                "RequestEntityTooLarge resourceFiles",
                n -> add.apply(before
                        + name
                        + list(n, i -> "{\"httpUrl\":\"https://data.example/f\",\"filePath\":\"f\"}")
                        + (before.isEmpty() ? "" : "}")));
    }

    /** A body with so many blanks that it is as large as wanted. */
    private static String padded(long bytes, String body) {
        return body + " ".repeat((int) bytes - body.length());
    }

    @Test
    void pools() {
        limit(
                "slots of two cores",
                8,
                9,
                invalid("taskSlotsPerNode"),
                n -> calls.post(
                        "/pools",
                        BatchCalls.pool(id(8), 0).replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":" + n)));
        limit(
                "slots of many cores",
                256,
                257,
                invalid("taskSlotsPerNode"),
                n -> calls.post(
                        "/pools",
                        BatchCalls.pool(id(8), 0)
                                .replace("d2s", "m128s")
                                .replace("\"taskSlotsPerNode\":4", "\"taskSlotsPerNode\":" + n)));
        limit("nodes", 0, -1, invalid("targetLowPriorityNodes"), n -> pool("\"targetLowPriorityNodes\":" + n));
        limit(
                "nodes",
                0,
                -1,
                invalid("targetDedicatedNodes"),
                n -> calls.post("/pools", BatchCalls.pool(id(8), (int) n)));
        limit(
                "packages",
                10,
                11,
                invalid("applicationPackageReferences"),
                n -> pool("\"applicationPackageReferences\":"
                        + list(n, i -> "{\"applicationId\":\"tool\",\"version\":\"" + packages[(int) i] + "\"}")));
        limit("resize timeout", 300, 299, invalid("resizeTimeout"), n -> pool("\"resizeTimeout\":\"PT" + n + "S\""));
        limit("resize timeout", 300, 299, invalid("resizeTimeout"), n -> {
            fake.seconds(30);
            return calls.post("/pools/p/resize", "{\"targetDedicatedNodes\":1,\"resizeTimeout\":\"PT" + n + "S\"}");
        });
        limit(
                "mounts",
                10,
                11,
                invalid("mountConfiguration"),
                n -> pool("\"mountConfiguration\":"
                        + list(n, i -> "{\"nfsMountConfiguration\":{\"source\":\"s\",\"relativeMountPath\":\"m\"}}")));
        limit("formula", 8192, 8193, "AutoScalingFormulaTooLong", n -> scaled("//" + text(n - 2), 300));
        String interval = invalid("autoScaleEvaluationInterval");
        limit("evaluation", 300, 299, interval, n -> scaled("a=1", n));
        limit("evaluation", 168 * 3600, 168 * 3600 + 1, interval, n -> scaled("a=1", n));
        for (long[] pair : new long[][] {{300, 299}, {168 * 3600, 168 * 3600 + 1}}) {
            limit("evaluation", pair[0], pair[1], interval, n -> {
                fake.seconds(30);
                return calls.post(
                        "/pools/p/enableautoscale",
                        "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\",\"autoScaleEvaluationInterval\":\"PT" + n
                                + "S\"}");
            });
        }
        limit("enabling", 30, 29, "TooManyEnableAutoScaleRequests", n -> {
            fake.seconds((int) n);
            return calls.post("/pools/p/enableautoscale", "{\"autoScaleFormula\":\"$TargetDedicatedNodes=1\"}");
        });

        assertThat(wrong).isEmpty();
    }

    private BatchCalls.Answer scaled(String formula, long interval) {
        return calls.post(
                "/pools",
                BatchCalls.pool(id(8), 0)
                        .replace(
                                "\"targetDedicatedNodes\":0",
                                "\"enableAutoScale\":true,\"autoScaleEvaluationInterval\":\"PT" + interval
                                        + "S\",\"autoScaleFormula\":\"" + formula + "\""));
    }

    @Test
    void removedNodes() {
        fake.post("/pools", BatchCalls.pool("large", 201));
        fake.seconds(30);
        List<String> ids = calls.all("/pools/large/nodes?$select=id").stream()
                .map(node -> node.path("id").asText())
                .toList();
        limit("removed nodes", 100, 101, invalid("nodeList"), n -> {
            fake.seconds(30);
            return calls.post(
                    "/pools/large/removenodes", "{\"nodeList\":" + list(n, i -> "\"" + ids.get((int) i) + "\"") + "}");
        });
        limit("removal timeout", 300, 299, invalid("resizeTimeout"), n -> {
            fake.seconds(30);
            return calls.post(
                    "/pools/large/removenodes",
                    "{\"nodeList\":[\"" + ids.get(150) + "\"],\"resizeTimeout\":\"PT" + n + "S\"}");
        });

        assertThat(wrong).isEmpty();
    }

    @Test
    void networksAndDisks() {
        limit(
                "address pools",
                5,
                6,
                invalid("inboundNATPools"),
                n -> network(list(n, i -> nat("n", 80, 1000, 1100, ""))));
        limit(
                "address pool name",
                77,
                78,
                invalid("inboundNATPools/name"),
                n -> network("[" + nat(text(n), 80, 1000, 1100, "") + "]"));
        limit(
                "rules",
                25,
                26,
                invalid("networkSecurityGroupRules"),
                n -> network("[" + nat("n", 80, 1000, 1100, list(n, i -> rule(150))) + "]"));
        limit(
                "rule priority",
                150,
                149,
                invalid("priority"),
                n -> network("[" + nat("n", 80, 1000, 1100, "[" + rule(n) + "]") + "]"));
        limit(
                "rule priority",
                4096,
                4097,
                invalid("priority"),
                n -> network("[" + nat("n", 80, 1000, 1100, "[" + rule(n) + "]") + "]"));
        for (long reserved : new long[] {22, 3389, 29_876, 29_877}) {
            limit(
                    "port",
                    reserved + 2,
                    reserved,
                    invalid("backendPort"),
                    n -> network("[" + nat("n", n, 1000, 1100, "") + "]"));
        }
        String range = invalid("frontendPortRangeStart");
        limit("ports", 1039, 1038, range, n -> network("[" + nat("n", 80, 1000, n, "") + "]"));
        limit("ports", 49_999, 50_000, range, n -> network("[" + nat("n", 80, 49_000, n, "") + "]"));
        limit("ports", 55_001, 55_000, range, n -> network("[" + nat("n", 80, n, 56_000, "") + "]"));
        limit("disk", 63, 64, invalid("lun"), n -> disk(n));
        limit("disk", 0, -1, invalid("lun"), n -> disk(n));

        assertThat(wrong).isEmpty();
    }

    private BatchCalls.Answer network(String natPools) {
        return pool("\"networkConfiguration\":{\"endpointConfiguration\":{\"inboundNATPools\":" + natPools + "}}");
    }

    private static String nat(String name, long port, long start, long end, String rules) {
        return "{\"name\":\"" + name + "\",\"protocol\":\"tcp\",\"backendPort\":" + port
                + ",\"frontendPortRangeStart\":" + start + ",\"frontendPortRangeEnd\":" + end
                + (rules.isEmpty() ? "" : ",\"networkSecurityGroupRules\":" + rules) + "}";
    }

    private static String rule(long priority) {
        return "{\"priority\":" + priority + ",\"access\":\"allow\",\"sourceAddressPrefix\":\"*\"}";
    }

    private BatchCalls.Answer disk(long lun) {
        return calls.post(
                "/pools",
                BatchCalls.pool(id(8), 0)
                        .replace(
                                "\"nodeAgentSKUId\"",
                                "\"dataDisks\":[{\"lun\":" + lun + ",\"diskSizeGB\":1}],\"nodeAgentSKUId\""));
    }

    @Test
    void queries() {
        limit(
                "results",
                1000,
                1001,
                "OutOfRangeQueryParameterValue maxresults",
                n -> calls.get("/jobs?maxresults=" + n));
        limit("results", 1, 0, "InvalidQueryParameterValue maxresults", n -> calls.get("/jobs?maxresults=" + n));
        limit(
                "results",
                10,
                11,
                "OutOfRangeQueryParameterValue maxresults",
                n -> calls.get("/nodecounts?maxresults=" + n));
        Instant now = FrozenBatch.START.plusSeconds(1);
        limit(
                "usage",
                9000,
                8999,
                "OutOfRangeQueryParameterValue starttime",
                n -> calls.get("/poolusagemetrics?starttime=" + now.minusSeconds(n) + "&endtime="
                        + now.minus(Duration.ofHours(2))));
        limit(
                "usage",
                7200,
                7199,
                "OutOfRangeQueryParameterValue starttime",
                n -> calls.get("/poolusagemetrics?starttime=" + now.minus(Duration.ofHours(3)) + "&endtime="
                        + now.minusSeconds(n)));

        assertThat(wrong).isEmpty();
    }
}
