package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.batch.service.BatchAnswers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every error code of the service, each with a request that meets it. */
class ErrorCodesTest {

    /** What nothing that clients can do to the fake leads to; tests order these as faults. */
    private static final String BY_FAULT_ONLY = "CertificateDeleteFailed HostInformationNotPresent"
            + " InvalidConstraintValue InvalidRestAPIForAccountSetting NodeCountsMismatch PathNotFound"
            + " StorageAccountNotFound UnsupportedConstraint IOError InternalError InvalidAuthenticationInfo InvalidHttpVerb"
            + " InvalidInput JobDisabled JobNotActive JobPreparationTaskNotRunOnNode JobReleaseTaskNotRunOnNode"
            + " JobReleaseTaskNotSpecified NodeAgentSKUNotFound OSVersionDisabled OSVersionExpired OSVersionNotFound"
            + " OperationTimedOut OutOfRangeInput PoolBeingCreated PoolNotEligibleForOSVersionUpgrade"
            + " PoolVersionEqualsUpgradeVersion RequestUrlFailedToParse TaskDependencyRangesTooLong"
            + " UnsupportedHeader UnsupportedProperty UpgradePoolVersionConflict";

    private static final String NEWER = "2024-07-01.20.0";
    private static final String THUMBPRINT = "/certificates(thumbprintAlgorithm=sha1,thumbprint=%s)";

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.limits(BatchLimits.builder()
                    .poolQuota(30)
                    .activeJobAndJobScheduleQuota(40)
                    .metadataCharacters(100)
                    .resourceFiles(3)
                    .bodyBytes(70_000)
                    .build())
            .timings(BatchTimings.builder()
                    .poolResize(Duration.ofSeconds(10))
                    .nodeCreate(Duration.ofSeconds(10))
                    .nodeStart(Duration.ofSeconds(10))
                    .jobTransition(Duration.ofSeconds(10))
                    .certificateDeletion(Duration.ofSeconds(10))
                    .build())
            .script(TaskRules.builder()
                    .task("good", TaskOutcome.succeeds())
                    .when(attempt -> true, TaskOutcome.neverEnds())
                    .build()));

    private final BatchCalls calls = fake.calls;
    private final Map<String, Case> cases = new TreeMap<>();
    private int number;

    /** A code, the status that it comes with, and how to meet it. */
    private record Case(int status, Supplier<BatchCalls.Answer> request) {}

    @AfterEach
    void close() {
        fake.close();
    }

    private void code(int status, String code, Supplier<BatchCalls.Answer> request) {
        assertThat(cases.put(code, new Case(status, request))).as(code).isNull();
    }

    private String next(String prefix) {
        number++;
        return prefix + number;
    }

    @Test
    void everyCode_hasARequestThatMeetsIt() throws IOException {
        Optional<Swagger> swagger = Swagger.find();
        forms();
        values();
        things();
        pools();
        nodes();
        jobs();
        tasks();
        certificates();
        account();
        assertThat(BatchAnswers.codes())
                .as("codes that no case below meets")
                .filteredOn(code -> !cases.containsKey(code))
                .containsExactlyInAnyOrder(BY_FAULT_ONLY.split(" ", -1));
        List<String> wrong = new ArrayList<>();
        cases.forEach((code, given) -> {
            BatchCalls.Answer answer = given.request().get();
            String got = answer.status() + " " + answer.code();
            // An answer to a condition of a read has no body.
            String wanted = given.status() + " " + (given.status() == 304 ? "" : code);
            if (!got.equals(wanted)) {
                wrong.add("wanted " + wanted + ", got " + got + ": " + answer.text());
            }
            if (given.status() != 304) {
                swagger.ifPresent(specification -> wrong.addAll(specification.checkError(answer)));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCode_canBeOrderedAsAFault() {
        for (String code : BatchAnswers.codes()) {
            fake.batch.faults().on(FakeBatch.operation("Job_List")).first(1).respond(FakeBatch.answer(code));
            BatchCalls.Answer answer = calls.get("/jobs");
            assertThat(answer.status())
                    .as(code)
                    .isEqualTo(FakeBatch.answer(code).status());
            if (answer.status() != 304) {
                assertThat(answer.code()).isEqualTo(code);
            }
        }
    }

    private void forms() {
        code(400, "MissingRequiredQueryParameter", () -> calls.raw("GET", fake.batch.url() + "/jobs", null, Map.of()));
        code(400, "UnsupportedRequestVersion", () -> calls.version("1999-01-01").get("/jobs"));
        code(400, "InvalidUri", () -> calls.get("/houses"));
        code(405, "UnsupportedHttpVerb", () -> calls.delete("/jobs"));
        code(400, "InvalidQueryParameterValue", () -> calls.get("/jobs?maxresults=none"));
        code(400, "UnsupportedQueryParameter", () -> calls.get("/jobs?color=red"));
        code(400, "OutOfRangeQueryParameterValue", () -> calls.get("/jobs?maxresults=1001"));
        code(400, "MissingRequiredHeader", () -> calls.call("POST", "/jobs", "{}", Map.of("Content-Type", "")));
        code(400, "InvalidHeaderValue", () -> calls.call("POST", "/jobs", "{}", Map.of("Content-Type", "text/plain")));
        code(411, "MissingContentLengthHeader", this::postWithoutLength);
        code(400, "InvalidRequestBody", () -> calls.post("/jobs", "{"));
        code(400, "MissingRequiredProperty", () -> calls.post("/jobs", "{\"id\":\"j\"}"));
        code(400, "InvalidPropertyValue", () -> calls.post("/jobs", BatchCalls.job("not good", "p")));
        code(413, "RequestBodyTooLarge", () -> calls.post("/jobs", BatchCalls.job("x".repeat(70_000), "p")));
        code(304, "ConditionNotMet", () -> calls.call("GET", job(""), null, Map.of("If-Match", "0x8D0")));
        code(
                400,
                "MultipleConditionHeadersNotSupported",
                () -> calls.call("GET", job(""), null, Map.of("If-Match", "*", "If-None-Match", "0x8D0")));
    }

    /** Posts by hand, since HTTP clients always tell a length or send chunks. */
    private BatchCalls.Answer postWithoutLength() {
        try (FrozenBatch plain = new FrozenBatch(FakeBatch.Builder::plainHttp);
                Socket socket = new Socket("localhost", plain.batch.url().getPort())) {
            String request = "POST /jobs?api-version=" + BatchCalls.VERSION + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: " + plain.calls.authorization() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = Integer.parseInt(answer.split(" ", 3)[1]);
            return new BatchCalls.Answer(
                    status, new DefaultHttpHeaders(), answer.substring(answer.indexOf("\r\n\r\n") + 4));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void values() {
        code(400, "OutOfRangePriority", () -> addJob("\"priority\":1001,"));
        code(400, "EmptyMetadataKey", () -> addJob("\"metadata\":[{\"name\":\"\",\"value\":\"v\"}],"));
        code(400, "InvalidMetadata", () -> addJob("\"metadata\":[{\"name\":\"a\\u0007b\",\"value\":\"v\"}],"));
        code(
                400,
                "MetadataTooLarge",
                () -> addJob("\"metadata\":[{\"name\":\"a\",\"value\":\"" + "v".repeat(100) + "\"}],"));
        code(
                413,
                "RequestEntityTooLarge",
                () -> calls.post(
                        job("") + "/tasks",
                        task(
                                "t",
                                "\"resourceFiles\":[" + "{\"httpUrl\":\"https://a\"},".repeat(3)
                                        + "{\"httpUrl\":\"https://a\"}],")));
        code(400, "InvalidAutoScalingSettings", () -> addPool("\"enableAutoScale\":true,"));
        code(400, "AutoScalingFormulaSyntaxError", () -> autoScaled("a ="));
        code(400, "AutoScalingFormulaTooLong", () -> autoScaled("// " + "x".repeat(8190)));
        code(
                400,
                "TaskDependenciesNotSpecifiedOnJob",
                () -> calls.post(job("") + "/tasks", task("t", "\"dependsOn\":{\"taskIds\":[\"a\"]},")));
        code(
                400,
                "TaskDependencyListTooLong",
                () -> calls.post(
                        job("\"usesTaskDependencies\":true,") + "/tasks",
                        task(
                                "t",
                                "\"dependsOn\":{\"taskIds\":"
                                        + IntStream.range(0, 1001)
                                                .mapToObj(i -> "\"" + "x".repeat(64) + "\"")
                                                .collect(Collectors.joining(",", "[", "]"))
                                        + "},")));
    }

    private BatchCalls.Answer addJob(String members) {
        return calls.post("/jobs", BatchCalls.job(next("j"), "nowhere").replace("{\"id\"", "{" + members + "\"id\""));
    }

    /** Adds a job and answers its path. */
    private String job(String members) {
        assertThat(addJob(members).status()).isEqualTo(201);
        return "/jobs/j" + number;
    }

    private BatchCalls.Answer addPool(String members) {
        return calls.post("/pools", BatchCalls.pool(next("p"), 1).replace("{\"id\"", "{" + members + "\"id\""));
    }

    private BatchCalls.Answer autoScaled(String formula) {
        return calls.post(
                "/pools",
                BatchCalls.pool(next("p"), 0)
                        .replace(
                                "\"targetDedicatedNodes\":0",
                                "\"enableAutoScale\":true,\"autoScaleFormula\":\"" + formula + "\""));
    }

    private static String task(String id, String members) {
        return BatchCalls.task(id).replace("{\"id\"", "{" + members + "\"id\"");
    }

    private void things() {
        code(404, "PoolNotFound", () -> calls.get("/pools/none"));
        code(404, "NodeNotFound", () -> calls.get(pool() + "/nodes/none"));
        code(404, "NodeUserNotFound", () -> calls.delete(node("idle") + "/users/none"));
        code(404, "JobNotFound", () -> calls.get("/jobs/none"));
        code(404, "JobScheduleNotFound", () -> calls.get("/jobschedules/none"));
        code(404, "TaskNotFound", () -> calls.get(job("") + "/tasks/none"));
        code(404, "FileNotFound", () -> calls.get(node("idle") + "/files/none.txt"));
        code(404, "CertificateNotFound", () -> calls.get(String.format(THUMBPRINT, "none")));
        code(404, "ApplicationNotFound", () -> calls.get("/applications/none"));
        code(404, "ResourceNotFound", () -> calls.get(node("idle") + "/extensions/none"));
        code(416, "InvalidRange", () -> {
            String task = runs("good");
            fake.seconds(120);
            return calls.call("GET", task + "/files/stdout.txt", null, Map.of("ocp-range", "bytes=900-901"));
        });
    }

    private String pool() {
        assertThat(addPool("").status()).isEqualTo(201);
        return "/pools/p" + number;
    }

    /** Makes a pool with one node that is in a state, and answers the node's path. */
    private String node(String state) {
        String pool = pool();
        fake.seconds(10);
        String id = fake.get(pool + "/nodes").at("/value/0/id").asText();
        String path = pool + "/nodes/" + id;
        if (!state.equals("creating")) {
            fake.seconds(state.equals("starting") ? 10 : 20);
        }
        switch (state) {
            case "rebooting" -> fake.post(path + "/reboot");
            case "reimaging" ->
                assertThat(calls.version(NEWER).post(path + "/reimage").status())
                        .isEqualTo(202);
            case "unusable" -> fake.batch.breakNode(pool.substring("/pools/".length()), id);
            default -> {}
        }
        assertThat(fake.state(path)).isEqualTo(state);
        return path;
    }

    private void pools() {
        code(409, "PoolExists", () -> {
            pool();
            number--;
            return addPool("");
        });
        code(409, "PoolBeingResized", () -> calls.post(pool() + "/resize", "{\"targetDedicatedNodes\":2}"));
        code(409, "PoolBeingDeleted", () -> {
            String pool = pool();
            calls.delete(pool);
            return calls.delete(pool);
        });
        code(409, "OperationNotValidOnPool", () -> {
            assertThat(autoScaled("a=1").status()).isEqualTo(201);
            String pool = "/pools/p" + number;
            fake.seconds(10);
            return calls.post(pool + "/resize", "{\"targetDedicatedNodes\":2}");
        });
        code(503, "TooManyEnableAutoScaleRequests", () -> {
            String pool = pool();
            fake.seconds(10);
            fake.post(pool + "/enableautoscale", "{\"autoScaleFormula\":\"a=1\"}");
            return calls.post(pool + "/enableautoscale", "{\"autoScaleFormula\":\"a=2\"}");
        });
        code(
                409,
                "InvalidApplicationPackageReferences",
                () -> addPool("\"applicationPackageReferences\":[{\"applicationId\":\"none\"}],"));
        code(
                409,
                "InvalidCertificateReferences",
                () -> addPool(
                        "\"certificateReferences\":[{\"thumbprint\":\"none\",\"thumbprintAlgorithm\":\"sha1\"}],"));
        code(409, "PoolQuotaReached", () -> {
            try (FrozenBatch small = new FrozenBatch(
                    builder -> builder.limits(BatchLimits.builder().poolQuota(1).build()))) {
                small.post("/pools", BatchCalls.pool("p", 0));
                return small.calls.post("/pools", BatchCalls.pool("q", 0));
            }
        });
    }

    private void nodes() {
        code(409, "NodeBeingCreated", () -> calls.post(node("creating") + "/reboot"));
        code(409, "NodeBeingStarted", () -> calls.post(node("starting") + "/reboot"));
        code(409, "NodeBeingRebooted", () -> calls.post(node("rebooting") + "/reboot"));
        code(409, "NodeBeingReimaged", () -> calls.post(node("reimaging") + "/reboot"));
        code(409, "NodeStateUnusable", () -> calls.post(node("unusable") + "/reboot"));
        code(409, "OperationNotValidOnNode", () -> calls.post(node("idle") + "/reimage"));
        code(409, "NodeAlreadyInTargetSchedulingState", () -> calls.post(node("idle") + "/enablescheduling"));
        code(409, "NodeUserExists", () -> {
            String users = node("idle") + "/users";
            fake.post(users, "{\"name\":\"eve\"}");
            return calls.post(users, "{\"name\":\"EVE\"}");
        });
    }

    private void jobs() {
        code(409, "JobExists", () -> {
            job("");
            number--;
            return addJob("");
        });
        code(409, "OperationInvalidForCurrentState", () -> calls.post(job("") + "/enable"));
        code(409, "JobBeingTerminated", () -> calls.post(job(0, "terminate") + "/enable"));
        code(409, "JobCompleted", () -> calls.post(job(10, "terminate") + "/enable"));
        code(409, "JobBeingDeleted", () -> {
            String job = job("");
            calls.delete(job);
            return calls.delete(job);
        });
        code(409, "JobPreparationTaskNotSpecified", () -> addJob("\"jobReleaseTask\":{\"commandLine\":\"c\"},"));
        code(
                409,
                "JobPreparationTaskOrReleaseTaskNotSpecified",
                () -> calls.get(job("") + "/jobpreparationandreleasetaskstatus"));
        code(
                409,
                "JobWithSameIdExists",
                () -> calls.post("/jobschedules", schedule(job("").substring("/jobs/".length()))));
        code(409, "JobScheduleWithSameIdExists", () -> {
            fake.post("/jobschedules", schedule("s"));
            return calls.post("/jobs", BatchCalls.job("S", "p"));
        });
        code(409, "JobScheduleExists", () -> {
            fake.post("/jobschedules", schedule("twice"));
            return calls.post("/jobschedules", schedule("twice"));
        });
        code(409, "JobScheduleDisabled", () -> schedule("disabled", 0, "disable", "disable"));
        code(409, "JobScheduleBeingTerminated", () -> schedule("ending", 0, "terminate", "disable"));
        code(409, "JobScheduleCompleted", () -> schedule("ended", 30, "terminate", "disable"));
        code(409, "JobScheduleBeingDeleted", () -> {
            fake.post("/jobschedules", schedule("deleted"));
            calls.delete("/jobschedules/deleted");
            return calls.delete("/jobschedules/deleted");
        });
        code(409, "ActiveJobAndScheduleQuotaReached", () -> {
            try (FrozenBatch small = new FrozenBatch(builder -> builder.limits(
                    BatchLimits.builder().activeJobAndJobScheduleQuota(1).build()))) {
                small.post("/jobs", BatchCalls.job("j", "p"));
                return small.calls.post("/jobschedules", schedule("s"));
            }
        });
    }

    private String job(int secondsLater, String action) {
        String job = job("");
        fake.post(job + "/" + action);
        fake.seconds(secondsLater);
        return job;
    }

    private static String schedule(String id) {
        return "{\"id\":\"" + id + "\",\"schedule\":{\"doNotRunUntil\":\"2030-01-01T00:00:00Z\"},"
                + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"nowhere\"}}}";
    }

    private BatchCalls.Answer schedule(String id, int secondsBetween, String first, String then) {
        fake.post("/jobschedules", schedule(id));
        fake.post("/jobschedules/" + id + "/" + first);
        fake.seconds(secondsBetween);
        return calls.post("/jobschedules/" + id + "/" + then);
    }

    private void tasks() {
        code(409, "TaskExists", () -> {
            String tasks = job("") + "/tasks";
            fake.post(tasks, BatchCalls.task("t"));
            return calls.post(tasks, BatchCalls.task("T"));
        });
        code(409, "TaskNotCompleted", () -> {
            String tasks = job("") + "/tasks";
            fake.post(tasks, BatchCalls.task("t"));
            return calls.post(tasks + "/t/reactivate");
        });
        code(409, "TaskCompleted", () -> {
            String tasks = job("") + "/tasks";
            fake.post(tasks, BatchCalls.task("t"));
            fake.post(tasks + "/t/terminate");
            return calls.post(tasks + "/t/terminate");
        });
        code(409, "TaskSucceeded", () -> {
            String task = runs("good");
            fake.seconds(120);
            return calls.post(task + "/reactivate");
        });
        String prepared = "\"jobPreparationTask\":{\"commandLine\":\"c\"},\"jobReleaseTask\":{\"commandLine\":\"c\"},";
        code(
                409,
                "TaskIdSameAsJobPreparationTask",
                () -> calls.post(job(prepared) + "/tasks", BatchCalls.task("JobPreparation")));
        code(
                409,
                "TaskIdSameAsJobReleaseTask",
                () -> calls.post(job(prepared) + "/tasks", BatchCalls.task("jobrelease")));
        code(409, "TaskFilesUnavailable", () -> {
            String tasks = job("") + "/tasks";
            fake.post(tasks, BatchCalls.task("t"));
            return calls.get(tasks + "/t/files");
        });
        code(409, "TaskFilesCleanedup", () -> {
            String task = runs("good");
            fake.pass(Duration.ofDays(8));
            return calls.get(task + "/files");
        });
    }

    /** Makes a task that starts on a node of its own, and answers its path. */
    private String runs(String id) {
        String pool = node("idle").split("/", -1)[2];
        String job = next("j");
        fake.post("/jobs", BatchCalls.job(job, pool));
        fake.post("/jobs/" + job + "/tasks", BatchCalls.task(id));
        return "/jobs/" + job + "/tasks/" + id;
    }

    private void certificates() {
        code(409, "CertificateExists", () -> {
            fake.post("/certificates", certificate("aa"));
            return calls.post("/certificates", certificate("AA"));
        });
        code(409, "CertificateStateActive", () -> {
            fake.post("/certificates", certificate("bb"));
            return calls.post(String.format(THUMBPRINT, "bb") + "/canceldelete");
        });
        code(409, "CertificateBeingDeleted", () -> {
            fake.post("/certificates", certificate("cc"));
            calls.delete(String.format(THUMBPRINT, "cc"));
            return calls.delete(String.format(THUMBPRINT, "cc"));
        });
    }

    private static String certificate(String thumbprint) {
        return "{\"thumbprint\":\"" + thumbprint + "\",\"thumbprintAlgorithm\":\"sha1\",\"data\":\"AAAA\"}";
    }

    private void account() {
        code(401, "AuthenticationFailed", () -> calls.authorized("Bearer none").get("/jobs"));
        code(403, "AccountIsDisabled", () -> {
            fake.batch.disable(true);
            BatchCalls.Answer answer = calls.get("/jobs");
            fake.batch.disable(false);
            return answer;
        });
        code(403, "InsufficientAccountPermissions", () -> {
            try (FrozenBatch closed = new FrozenBatch()) {
                closed.batch.access().revokeAll();
                return closed.calls.get("/jobs");
            }
        });
        code(429, "TooManyRequests", () -> throttled(BatchThrottling.builder()));
        code(503, "ServerBusy", () -> throttled(BatchThrottling.builder().serverBusy(true)));
    }

    private static BatchCalls.Answer throttled(BatchThrottling.Builder options) {
        try (FrozenBatch slow = new FrozenBatch(builder ->
                builder.throttling(options.requests(1, Duration.ofSeconds(1)).build()))) {
            slow.calls.get("/jobs");
            return slow.calls.get("/jobs");
        }
    }
}
