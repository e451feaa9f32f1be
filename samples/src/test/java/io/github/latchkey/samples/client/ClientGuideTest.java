package io.github.latchkey.samples.client;

import static io.github.latchkey.testkit.batch.FakeBatch.operation;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchClientBuilder;
import io.github.latchkey.batch.BatchConflictException;
import io.github.latchkey.batch.BatchListException;
import io.github.latchkey.batch.BatchServiceFaultException;
import io.github.latchkey.batch.BatchThrottledException;
import io.github.latchkey.batch.BulkAddException;
import io.github.latchkey.batch.BulkSummary;
import io.github.latchkey.batch.Conditions;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.file.FileStore;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.job.JobProgress;
import io.github.latchkey.batch.job.JobState;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.Task;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each block of the page about the Batch client does what the page says. */
class ClientGuideTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path PAGE = Path.of("../docs/guides/batch-client.md");
    private static final String GUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final JobCreate NIGHTLY = JobCreate.builder()
            .id("nightly")
            .poolInfo(PoolInformation.builder().poolId("pool").build())
            .build();
    private static final String POOL = """
            {"id":"pool","vmSize":"standard_d2s_v3","targetDedicatedNodes":2,"taskSlotsPerNode":8,
             "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
             "imageReference":{"publisher":"canonical","offer":"0001-com-ubuntu-server-jammy","sku":"22_04-lts"}}}""";

    private final FakeAzure azure = FakeAzure.builder()
            .batch(batch -> batch.pool(POOL)
                    .script(TaskRules.builder()
                            .task("render-13", TaskOutcome.exitsWith(1))
                            .task("*", TaskOutcome.succeeds().withStdout("rendered\n"))
                            .build()))
            .start();
    private final BatchClient batch =
            Clients.client(azure.batch().url(), Credential.environment(azure.environment()), azure.httpClient());

    @BeforeEach
    void job() {
        batch.jobs().create(NIGHTLY).block(SOON);
    }

    @AfterEach
    void close() {
        batch.close().block(SOON);
        azure.close();
    }

    private void tasks(int count) {
        batch.tasks("nightly")
                .addAll(Flux.range(1, count)
                        .map(i -> TaskCreate.builder()
                                .id("render-" + i)
                                .commandLine("render")
                                .build()))
                .blockLast(SOON);
    }

    private static <T> T soon(Mono<T> result) {
        return requireNonNull(result.block(SOON));
    }

    private FileStore filesOfATask() {
        tasks(1);
        Waits.finished(batch, progress -> {}).block(SOON);
        return batch.files().ofTask("nightly", "render-1");
    }

    @Test
    void call_withOptionsOfItsOwn_isTriedOnce() {
        Job job = soon(Clients.quickly(batch, "nightly", GUID));
        assertThat(job.state()).isEqualTo(JobState.ACTIVE);
        assertThat(job.eTag()).as("it was not selected").isNull();

        azure.batch().faults().on(operation("Job_Get")).first(1).respondStatus(500);
        assertThatThrownBy(() -> Clients.quickly(batch, "nightly", GUID).block(SOON))
                .isInstanceOf(BatchServiceFaultException.class)
                .hasMessageContaining(GUID);
    }

    @Test
    void list_ofWhatFailed_hasTheseMembersOnly() {
        tasks(20);
        JobProgress end = soon(Waits.finished(batch, progress -> {}));
        assertThat(end.failed()).isEqualTo(1);

        assertThat(Lists.failed(batch).collectList().block(SOON))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.id()).isEqualTo("render-13");
                    assertThat(requireNonNull(task.executionInfo()).exitCode()).isEqualTo(1);
                    assertThat(task.commandLine()).as("it was not selected").isNull();
                });
        assertThat(Lists.firstTen(batch).block(SOON)).containsExactly("nightly");
    }

    @Test
    void pages_goOnAtASavedLink() {
        tasks(250);
        List<String> links = new ArrayList<>();

        List<String> all =
                soon(Lists.byPage(batch, null, links::add).map(Task::id).collectList());
        List<String> rest =
                soon(Lists.byPage(batch, links.get(0), link -> {}).map(Task::id).collectList());

        assertThat(all).doesNotHaveDuplicates().hasSize(250);
        assertThat(links).hasSize(2);
        assertThat(rest).isEqualTo(all.subList(100, 250));
    }

    @Test
    void list_thatBreaksWithinAPage_goesOnThere() {
        tasks(250);
        azure.batch().faults().on(operation("Task_List")).nth(2, 5).halfBody();

        assertThat(Lists.goingOn(batch).map(Task::id).collectList().block(SOON))
                .doesNotHaveDuplicates()
                .hasSize(250);
        assertThatThrownBy(() -> batch.tasks("nightly").list().blockLast(SOON))
                .as("and only because it is caught")
                .isInstanceOf(BatchListException.class);
    }

    @Test
    void bulkAdd_tellsWhatIsNotThere_andTheSummaryAddsUp() {
        tasks(7); // some are there already
        azure.batch().faults().on(operation("Task_AddCollection")).first(1).resetAfter();
        List<BulkSummary> summaries = new ArrayList<>();

        List<TaskAddOutcome> missing =
                soon(Adding.addAll(batch, Flux.range(1, 298).map(String::valueOf), summaries::add));

        assertThat(missing).isEmpty();
        assertThat(summaries).singleElement().satisfies(summary -> {
            assertThat(summary.taken()).isEqualTo(298);
            assertThat(summary.added() + summary.existed()).isEqualTo(298);
        });
        assertThat(batch.tasks("nightly").list().count().block(SOON)).isEqualTo(298);
    }

    @Test
    void bulkAdd_toAJobThatHasEnded_endsEarlyAndTellsWhy() {
        batch.jobs().terminate("nightly").block(SOON);
        batch.jobs().awaitCompleted("nightly", Polling.defaults()).blockLast(SOON);
        List<BulkSummary> summaries = new ArrayList<>();

        assertThatThrownBy(() -> Adding.addAll(batch, Flux.just("1", "2"), summaries::add)
                        .block(SOON))
                .isInstanceOfSatisfying(
                        BulkAddException.class,
                        failure -> assertThat(failure.summary()).isEqualTo(summaries.get(0)))
                .hasCauseInstanceOf(BatchConflictException.class);
        assertThat(summaries).singleElement().extracting(BulkSummary::taken).isEqualTo(2L);
    }

    @Test
    void files_areListedReadAndFollowed(@TempDir Path directory) throws IOException {
        FileStore files = filesOfATask();
        ByteArrayOutputStream followed = new ByteArrayOutputStream();

        assertThat(Outputs.names(batch).collectList().block(SOON)).contains("stdout.txt");
        assertThat(Outputs.text(files).block(SOON)).isEqualTo("rendered\n");
        assertThat(Outputs.firstBytes(files)
                        .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString())
                        .reduce("", String::concat)
                        .block(SOON))
                .isEqualTo("rend");
        Outputs.tail(files, new PrintStream(followed, true, StandardCharsets.UTF_8))
                .block(SOON);
        assertThat(followed.toString(StandardCharsets.UTF_8)).isEqualTo("rendered\n");

        Path target = directory.resolve("stdout.txt");
        assertThat(Outputs.download(files, target).block(SOON)).isEqualTo(9);
        Files.writeString(target, "rend"); // as if it had been cut off
        assertThat(Outputs.download(files, target).block(SOON)).isEqualTo(9);
        assertThat(target).hasContent("rendered\n");
    }

    @Test
    void waits_endWithTheTasksAndTheNodes() {
        tasks(20);
        List<String> shown = new ArrayList<>();

        assertThat(soon(Waits.finished(batch, shown::add)).finished()).isTrue();
        assertThat(shown).last().isEqualTo("20 of 20");

        Waits.ready(batch, shown::add).block(SOON);
        assertThat(batch.nodes("pool").list().count().block(SOON)).isEqualTo(2);
    }

    @Test
    void job_thatIsThere_isNoError_andOneThatIsNot_neither() {
        Changes.ensure(batch, NIGHTLY).block(SOON);

        assertThat(Changes.find(batch, "nightly").block(SOON)).isNotNull();
        assertThat(Changes.find(batch, "weekly").block(SOON)).isNull();
    }

    @Test
    void change_betweenReadAndWrite_isNotLost() {
        azure.batch().faults().on(operation("Job_Patch")).first(1).respond(FakeBatch.answer("ConditionNotMet"));

        Changes.raisePriority(batch, "nightly").block(SOON);
        Changes.raisePriority(batch, "nightly").block(SOON);

        assertThat(batch.jobs().get("nightly").map(Job::priority).block(SOON)).isEqualTo(2);
    }

    @Test
    void read_ofWhatHasNotChanged_isNotSentAgain() {
        Job known = soon(batch.jobs().get("nightly"));
        assertThat(Changes.ifChanged(batch, "nightly", known).block(SOON)).isSameAs(known);

        batch.jobs()
                .patch(
                        "nightly",
                        JobPatch.builder().priority(7).build(),
                        RequestOptions.when(Conditions.ifMatch(requireNonNull(known.eTag()))))
                .block(SOON);
        assertThat(Changes.ifChanged(batch, "nightly", known).map(Job::priority).block(SOON))
                .isEqualTo(7);
    }

    @Test
    void errors_tellWhetherTheRequestMayBeSentAgain() {
        azure.batch().faults().on(operation("Job_Enable")).nth(1).respondStatus(500);
        assertThatThrownBy(() -> batch.jobs().enable("nightly").block(SOON))
                .isInstanceOf(BatchServiceFaultException.class)
                .satisfies(failure -> assertThat(Changes.mayBeSentAgain(failure))
                        .as("it may have acted")
                        .isFalse());

        azure.batch().faults().on(operation("Job_Get")).first(1).throttle();
        RequestOptions once = RequestOptions.builder().maxAttempts(1).build();
        assertThatThrownBy(() -> batch.jobs().get("nightly", once).block(SOON))
                .isInstanceOf(BatchThrottledException.class)
                .satisfies(
                        failure -> assertThat(Changes.mayBeSentAgain(failure)).isTrue());
    }

    @Test
    void tablesOfOptions_nameEveryOption() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(named(page, "Options of the client")).isEqualTo(options(BatchClientBuilder.class));
        assertThat(named(page, "Options of a bulk add")).isEqualTo(options(BulkOptions.Builder.class));
    }

    /** The names in the first column of the table under a heading. */
    private static Set<String> named(String page, String heading) {
        String section = page.substring(page.indexOf("## " + heading + "\n"));
        int end = section.indexOf("\n## ");
        Set<String> names = new TreeSet<>();
        for (String line :
                section.substring(0, end < 0 ? section.length() : end).lines().toList()) {
            if (line.startsWith("| `")) {
                Matcher name = Pattern.compile("`(\\w+)`").matcher(line.substring(0, line.indexOf('|', 1)));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return names;
    }

    private static Set<String> options(Class<?> builder) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .map(Method::getName)
                .forEach(names::add);
        return names;
    }
}
