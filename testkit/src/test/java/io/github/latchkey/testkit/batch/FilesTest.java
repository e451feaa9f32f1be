package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(TaskRules.builder()
            .task(
                    "writer",
                    TaskOutcome.succeeds()
                            .withStdout("0123456789")
                            .withStderr("oops")
                            .withFile("wd/out/result.json", "{}")
                            .withFile("wd/log.txt", "log")
                            .after(Duration.ofSeconds(10)))
            .task("blanks", TaskOutcome.succeeds().withFile("wd/a + b.txt", "sum"))
            .build()));

    @BeforeEach
    void runTask() {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("writer"));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private List<String> names(String path) {
        return fake.calls.all(path).stream()
                .map(file -> file.path("name").asText())
                .toList();
    }

    @Test
    void url_ofAFileWithABlank_isPercentEncoded() {
        fake.post("/jobs/j/tasks", BatchCalls.task("blanks"));
        fake.seconds(10);
        BatchCalls.Answer head =
                fake.calls.call("HEAD", "/jobs/j/tasks/blanks/files/wd%2Fa%20%2B%20b.txt", null, Map.of());

        String url = URI.create(head.header("ocp-batch-file-url")).getPath();
        assertThat(url).endsWith("/jobs/j/tasks/blanks/files/wd%2Fa%20%2B%20b.txt");
        assertThat(fake.calls
                        .raw("GET", url + "?api-version=" + BatchCalls.VERSION, null, Map.of())
                        .text())
                .isEqualTo("sum");
    }

    private String range(String range) {
        BatchCalls.Answer answer =
                fake.calls.call("GET", "/jobs/j/tasks/writer/files/stdout.txt", null, Map.of("ocp-range", range));
        return answer.status() == 200 ? answer.text() : answer.status() + " " + answer.code();
    }

    @Test
    void stdout_whileTheTaskRuns_grows() {
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").text())
                .isEmpty();
        fake.seconds(3);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").text())
                .isEqualTo("012");
        fake.seconds(7);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").text())
                .isEqualTo("0123456789");
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stderr.txt").text())
                .isEqualTo("oops");
    }

    @Test
    void range_inclusiveEnds_areCutOrRefused() {
        fake.seconds(10);
        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=8-")).isEqualTo("89");
        assertThat(range("bytes=8-100")).isEqualTo("89");
        assertThat(range("bytes=8-" + Long.MAX_VALUE)).isEqualTo("89");
        assertThat(range("bytes=8-" + "9".repeat(40))).isEqualTo("89");
        assertThat(range("bytes=" + "9".repeat(40) + "-")).isEqualTo("416 InvalidRange");
        assertThat(range("bytes=" + "9".repeat(40) + "-" + "9".repeat(41))).isEqualTo("416 InvalidRange");
        assertThat(range("bytes=9223372036854775808-9223372036854775809")).isEqualTo("416 InvalidRange");
        assertThat(range("bytes=10-12")).isEqualTo("416 InvalidRange");
        assertThat(range("lines=1-2")).isEqualTo("416 InvalidRange");
    }

    @Test
    void list_topOrRecursive_namesFilesAndDirectories() {
        fake.seconds(10);
        assertThat(names("/jobs/j/tasks/writer/files")).containsExactly("stderr.txt", "stdout.txt", "wd");
        assertThat(names("/jobs/j/tasks/writer/files?recursive=true&maxresults=2"))
                .containsExactly("stderr.txt", "stdout.txt", "wd", "wd/log.txt", "wd/out", "wd/out/result.json");
        assertThat(names("/jobs/j/tasks/writer/files?recursive=true&$filter=startswith(name,'wd/o')"))
                .containsExactly("wd/out", "wd/out/result.json");
        JsonNode files = fake.get("/jobs/j/tasks/writer/files").path("value");
        assertThat(files.get(1).at("/properties/contentLength").asText()).isEqualTo("10");
        assertThat(files.get(1).at("/properties/contentLength").isTextual()).isTrue();
        assertThat(files.get(2).path("isDirectory").asBoolean()).isTrue();
        assertThat(files.get(2).has("properties")).isFalse();
    }

    @Test
    void head_tellsLengthKindAndAddress() {
        fake.seconds(10);
        BatchCalls.Answer head =
                fake.calls.call("HEAD", "/jobs/j/tasks/writer/files/wd%2Fout%2Fresult.json", null, Map.of());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("2");
        assertThat(head.header("ocp-batch-file-isdirectory")).isEqualToIgnoringCase("false");
        assertThat(head.header("ocp-batch-file-mode")).isEqualTo("0o100644");
        assertThat(head.header("ocp-batch-file-url")).contains("result.json");
        assertThat(head.header("ETag")).isEmpty();
        assertThat(head.header("Last-Modified")).isEqualTo("Sun, 01 Mar 2026 10:00:11 GMT");
        assertThat(fake.calls
                        .call(
                                "GET",
                                "/jobs/j/tasks/writer/files/stdout.txt",
                                null,
                                Map.of("If-Modified-Since", "Sun, 01 Mar 2026 10:00:11 GMT"))
                        .status())
                .isEqualTo(304);
    }

    private static final String DIRECTORY = "True 0o040755 ";
    private static final String FILE = "False 0o100644 ";

    /** What the headers say that depends on the system: kind, mode, and when the file was made. */
    private String kind(String path) {
        BatchCalls.Answer head = fake.calls.call("HEAD", path, null, Map.of());
        assertThat(head.status()).as(path).isEqualTo(200);
        return String.join(
                " ",
                head.header("ocp-batch-file-isdirectory"),
                head.header("ocp-batch-file-mode"),
                head.header("ocp-creation-time"));
    }

    @Test
    void linuxNode_filesHaveAModeAndNoTimeOfCreation() {
        fake.seconds(10);
        String node =
                "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText();

        assertThat(kind("/jobs/j/tasks/writer/files/stdout.txt")).isEqualTo(FILE);
        assertThat(kind("/jobs/j/tasks/writer/files/wd%2Fout")).isEqualTo(DIRECTORY);
        assertThat(kind(node + "/files/shared")).isEqualTo(DIRECTORY);
        JsonNode stdout =
                fake.get("/jobs/j/tasks/writer/files").path("value").get(1).path("properties");
        assertThat(stdout.path("fileMode").asText()).isEqualTo("0o100644");
        assertThat(stdout.has("creationTime")).isFalse();
    }

    @Test
    void windowsNode_filesHaveATimeOfCreationAndNoMode() {
        fake.post(
                "/pools", BatchCalls.pool("windows", 1).replace("batch.node.ubuntu 22.04", "batch.node.windows amd64"));
        fake.seconds(1);
        fake.post("/jobs", BatchCalls.job("w", "windows"));
        fake.post("/jobs/w/tasks", BatchCalls.task("writer"));
        fake.seconds(10);

        assertThat(kind("/jobs/w/tasks/writer/files/stdout.txt")).isEqualTo("False  Sun, 01 Mar 2026 10:00:02 GMT");
        assertThat(kind("/jobs/w/tasks/writer/files/wd")).isEqualTo("True  Sun, 01 Mar 2026 10:00:02 GMT");
        JsonNode stdout =
                fake.get("/jobs/w/tasks/writer/files").path("value").get(1).path("properties");
        assertThat(stdout.has("fileMode")).isFalse();
        assertThat(stdout.path("creationTime").asText()).startsWith("2026-03-01T10:00:02");
    }

    @Test
    void path_withSlashesThatAreNotEncoded_isNoAddress() {
        fake.seconds(10);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/wd/log.txt").code())
                .isEqualTo("InvalidUri");
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/wd%2Flog.txt").text())
                .isEqualTo("log");
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/wd%5Clog.txt").text())
                .isEqualTo("log");
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/none").code()).isEqualTo("FileNotFound");
    }

    @Test
    void delete_directory_needsRecursiveUnlessEmpty() {
        fake.seconds(10);
        BatchCalls.Answer refused = fake.calls.delete("/jobs/j/tasks/writer/files/wd");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(fake.calls
                        .delete("/jobs/j/tasks/writer/files/wd?recursive=true")
                        .status())
                .isEqualTo(200);
        assertThat(names("/jobs/j/tasks/writer/files?recursive=true")).containsExactly("stderr.txt", "stdout.txt");
    }

    @Test
    void retention_over_filesAreCleanedUp() {
        fake.seconds(10);
        fake.pass(Duration.ofDays(7));
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files").status()).isEqualTo(200);
        fake.seconds(2);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files").code()).isEqualTo("TaskFilesCleanedup");
    }

    @Test
    void node_gone_takesTheFilesAlong() {
        fake.seconds(10);
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":0}");
        fake.seconds(5);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").code())
                .isEqualTo("TaskFilesUnavailable");
    }

    @Test
    void node_reimaged_hasTheFilesNoMore() {
        fake.seconds(10);
        String node =
                "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText();
        fake.post(node + "/reboot");
        fake.seconds(1);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").text())
                .isEqualTo("0123456789");
        fake.calls.version("2024-07-01.20.0").post(node + "/reimage");
        fake.seconds(1);
        assertThat(fake.calls.get("/jobs/j/tasks/writer/files/stdout.txt").code())
                .isEqualTo("TaskFilesUnavailable");
        assertThat(names(node + "/files?recursive=true")).doesNotContain("workitems/j");
    }

    @Test
    void nodeFiles_holdTheDirectoriesOfItsTasks() {
        fake.seconds(10);
        String node =
                "/pools/p/nodes/" + fake.get("/pools/p/nodes").at("/value/0/id").asText();
        assertThat(names(node + "/files"))
                .containsExactly("applications", "fsmounts", "shared", "startup", "volatile", "workitems");
        assertThat(fake.calls
                        .get(node + "/files/workitems%2Fj%2Fjob-1%2Fwriter%2Fstdout.txt")
                        .text())
                .isEqualTo("0123456789");
        assertThat(fake.get("/jobs/j/tasks/writer")
                        .at("/nodeInfo/taskRootDirectory")
                        .asText())
                .isEqualTo("workitems/j/job-1/writer");
    }
}
