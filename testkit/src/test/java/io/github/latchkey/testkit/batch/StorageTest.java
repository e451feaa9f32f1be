package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.batch.storage.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where resource files come from and output files go. */
class StorageTest {

    private static final TaskOutcome RESULT = TaskOutcome.succeeds()
            .withStdout("printed")
            .withFile("wd/a.txt", "a")
            .withFile("wd/out/b.txt", "b")
            .withFile("wd/out/deep/c.txt", "c")
            .withFile("wd/.hidden", "h");

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.application("tool", "1", "2")
            .applicationWithoutDefault("plain", "1")
            .script(TaskRules.builder()
                    .task("fail*", TaskOutcome.exitsWith(3).withStdout("failed"))
                    .task("*", RESULT)
                    .build()));

    private final BatchStorage storage = fake.batch.storage();

    @BeforeEach
    void start() {
        fake.readyPool("p", 1);
        fake.post(
                "/jobs",
                "{\"id\":\"j\",\"onTaskFailure\":\"performexitoptionsjobaction\",\"poolInfo\":{\"poolId\":\"p\"}}");
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private JsonNode run(String id, String members) {
        fake.post("/jobs/j/tasks", "{\"id\":\"" + id + "\",\"commandLine\":\"c\"," + members + "}");
        fake.seconds(5);
        return fake.get("/jobs/j/tasks/" + id).path("executionInfo");
    }

    private static String output(String pattern, String path, String condition) {
        return "{\"filePattern\":\"" + pattern + "\",\"destination\":{\"container\":{\"path\":\"" + path
                + "\",\"containerUrl\":\"https://data.example/out?sig=secret\"}},"
                + "\"uploadOptions\":{\"uploadCondition\":\"" + condition + "\"}}";
    }

    private static String none(String jobAction) {
        return "{\"jobAction\":\"" + jobAction + "\"}";
    }

    private List<String> uploaded() {
        return storage.uploads().stream().map(UploadedFile::path).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt         | ''      | a.txt",
                "a.txt         | got.txt | got.txt",
                "*.txt         | ''      | a.txt",
                "**/*.txt      | ''      | a.txt out/b.txt out/deep/c.txt",
                "**/*.txt      | x/y     | x/y/a.txt x/y/out/b.txt x/y/out/deep/c.txt",
                "out/*         | o       | o/b.txt",
                "out\\\\**     | o       | o/b.txt o/deep/c.txt",
                "../std*.txt   | logs    | logs/stderr.txt logs/stdout.txt",
                "../stdout.txt | ''      | stdout.txt",
                "[!b-z].txt    | ''      | a.txt",
                "?.txt         | ''      | a.txt",
                ".hid*         | ''      | .hidden",
                "none*         | ''      | ''",
            })
    void output_pattern_choosesFilesAndNamesBlobs(String pattern, String path, String blobs) {
        run("t", "\"outputFiles\":[" + output(pattern, path, "tasksuccess") + "]");

        assertThat(String.join(" ", new TreeSet<>(uploaded()))).isEqualTo(blobs);
    }

    @Test
    void output_condition_decidesByTheExitCode() {
        String outputs = "\"exitConditions\":{\"default\":" + none("none") + "},\"outputFiles\":["
                + output("../stdout.txt", "success", "tasksuccess") + ","
                + output("../stdout.txt", "failure", "taskfailure") + ","
                + output("../stdout.txt", "completion", "taskcompletion") + "]";
        run("good", outputs);
        assertThat(uploaded()).containsExactly("success", "completion");
        run("fails", outputs);
        assertThat(uploaded()).containsExactly("success", "completion", "failure", "completion");
        assertThat(storage.blob("https://data.example/out/failure").orElseThrow())
                .isEqualTo("failed".getBytes(StandardCharsets.UTF_8));
        UploadedFile last = storage.uploads().get(3);
        assertThat(last.taskId()).isEqualTo("fails");
        assertThat(last.url()).isEqualTo("https://data.example/out/completion");
        assertThat(storage.uploads().toString()).doesNotContain("secret");
    }

    @Test
    void output_refusedContainer_failsTheTaskAndTakesItsOwnExitCondition() {
        storage.refuse("https://data.example/out", "FileUploadContainerNotFound", "there is no such container");
        JsonNode info = run(
                "t",
                "\"exitConditions\":{\"fileUploadError\":" + none("disable") + "},\"outputFiles\":["
                        + output("*", "", "taskcompletion") + "]");

        assertThat(info.path("result").asText()).isEqualTo("Failure");
        assertThat(info.path("exitCode").asInt(-1)).isZero();
        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("FileUploadContainerNotFound");
        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
    }

    @Test
    void output_refusedAfterAMappedExitCode_takesTheActionOfTheCode() {
        storage.refuse("https://data.example/out", "FileUploadAccessDenied", "the signature is out of date");
        JsonNode info = run(
                "fails",
                "\"exitConditions\":{\"exitCodes\":[{\"code\":3,\"exitOptions\":" + none("none")
                        + "}],\"fileUploadError\":" + none("terminate") + "},\"outputFiles\":["
                        + output("../*", "", "taskcompletion") + "]");

        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("FailureExitCode");
        assertThat(fake.state("/jobs/j")).isEqualTo("active");
    }

    @Test
    void resourceFiles_whatWasPutIsInTheWorkingDirectory() {
        storage.put("https://data.example/in/one.txt", "one");
        storage.put("https://data.example/box/x/two.txt", "two");
        storage.put("https://data.example/box/y/three.txt", "three");
        storage.put(BatchStorage.AUTO_STORAGE + "/auto/four.txt", "four");
        run(
                "t",
                "\"resourceFiles\":[{\"httpUrl\":\"https://data.example/in/one.txt?sig=s\",\"filePath\":\"in/1.txt\"},"
                        + "{\"storageContainerUrl\":\"https://data.example/box?sig=s\",\"blobPrefix\":\"x/\",\"filePath\":\"box\"},"
                        + "{\"autoStorageContainerName\":\"auto\"}]");

        assertThat(content("wd%2Fin%2F1.txt")).isEqualTo("one");
        assertThat(content("wd%2Fbox%2Fx%2Ftwo.txt")).isEqualTo("two");
        assertThat(content("wd%2Ffour.txt")).isEqualTo("four");
        assertThat(fake.calls
                        .get("/jobs/j/tasks/t/files/wd%2Fbox%2Fy%2Fthree.txt")
                        .code())
                .isEqualTo("FileNotFound");
    }

    private String content(String path) {
        return fake.calls.get("/jobs/j/tasks/t/files/" + path).text();
    }

    @Test
    void resourceFiles_missingOne_failsTheTaskBeforeItStarts() {
        storage.requireKnown(true);
        JsonNode info = run(
                "t",
                "\"constraints\":{\"maxTaskRetryCount\":3},\"exitConditions\":{\"preProcessingError\":"
                        + none("disable")
                        + "},\"resourceFiles\":[{\"httpUrl\":\"https://data.example/gone?sig=secret\",\"filePath\":\"g\"}]");

        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("BlobNotFound");
        assertThat(info.at("/failureInfo/details/0/value").asText()).isEqualTo("g");
        assertThat(info.toString()).doesNotContain("secret");
        assertThat(info.has("exitCode")).isFalse();
        assertThat(info.path("retryCount").asInt()).isZero();
        assertThat(fake.state("/jobs/j")).isEqualTo("disabled");
    }

    @Test
    void resourceFiles_withoutExactlyOneSource_areRefused() {
        for (String file : new String[] {
            "{\"filePath\":\"f\"}",
            "{\"httpUrl\":\"https://data.example/a\",\"autoStorageContainerName\":\"c\",\"filePath\":\"f\"}"
        }) {
            BatchCalls.Answer answer = fake.calls.post(
                    "/jobs/j/tasks", "{\"id\":\"t\",\"commandLine\":\"c\",\"resourceFiles\":[" + file + "]}");
            assertThat(answer.code()).isEqualTo("InvalidPropertyValue");
            assertThat(answer.value("PropertyName")).isEqualTo("resourceFiles");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, , InvalidApplicationPackageReferences",
        "tool, 3, InvalidApplicationPackageReferences",
        "plain, , InvalidApplicationPackageReferences",
        "tool, , ''",
        "TOOL, 1, ''",
        "plain, 1, ''",
    })
    void packages_ofAPool_mustBeThere(String id, String version, String code) {
        String reference =
                "{\"applicationId\":\"" + id + "\"" + (version == null ? "" : ",\"version\":\"" + version + "\"") + "}";
        BatchCalls.Answer answer = fake.calls.post(
                "/pools",
                BatchCalls.pool("q", 0)
                        .replace("{\"id\"", "{\"applicationPackageReferences\":[" + reference + "],\"id\""));

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(code.isEmpty() ? 201 : 409);
    }

    @Test
    void packages_ofATask_withoutDefaultVersion_failItWhenItRuns() {
        assertThat(fake.calls
                        .post(
                                "/jobs/j/tasks",
                                "{\"id\":\"u\",\"commandLine\":\"c\",\"applicationPackageReferences\":[{\"applicationId\":\"no\"}]}")
                        .code())
                .isEqualTo("InvalidApplicationPackageReferences");
        JsonNode info = run("t", "\"applicationPackageReferences\":[{\"applicationId\":\"plain\"}]");

        assertThat(info.at("/failureInfo/code").asText()).isEqualTo("ApplicationPackageError");
        assertThat(info.has("exitCode")).isFalse();
    }

    @Test
    void reset_forgetsWhatIsThere() {
        storage.put("https://data.example/a", "a");
        run("t", "\"outputFiles\":[" + output("*", "", "taskcompletion") + "]");
        fake.batch.reset();

        assertThat(storage.uploads()).isEmpty();
        assertThat(storage.blob("https://data.example/a")).isEmpty();
    }
}
