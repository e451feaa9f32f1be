package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import io.github.latchkey.batch.task.TaskCreate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.NullUnmarked;
import reactor.core.publisher.Flux;

/** Whatever goes wrong, in whatever order: outcomes, summary and what the service holds agree. */
@NullUnmarked // a null where none should be is a failed test
class BulkAddFaultsTest {

    private static final int TASKS = 150;

    @Property(tries = 60)
    void addAll_anyFaultsInAnyOrder_tellsTheTruth(@ForAll long seed) {
        Random random = new Random(seed);
        Job job = new Job(random, random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.5);
        if (random.nextInt(5) == 0) {
            job.goneAfter = random.nextInt(12);
        }
        List<String> ids = ids(random);
        Flux<TaskCreate> tasks = Flux.fromIterable(ids).map(BulkAddFaultsTest::task);
        if (random.nextInt(5) == 0) {
            tasks = tasks.take(random.nextInt(TASKS)).concatWith(Flux.error(new IllegalStateException("broken")));
        }
        int most = random.nextInt(4) == 0 ? 1 + random.nextInt(TASKS) : Integer.MAX_VALUE;
        BulkOptions.Builder options = options()
                .concurrency(1 + random.nextInt(5))
                .tasksPerRequest(1 + random.nextInt(100))
                .maxAttempts(1 + random.nextInt(9));
        Result result = run(job, tasks, options, most);

        BulkSummary summary = result.summary;
        assertThat(summary.added() + summary.existed() + summary.refused() + summary.unknown() + summary.notSent())
                .isEqualTo(summary.taken());
        assertThat(result.outcomes).extracting(TaskAddOutcome::taskId).doesNotHaveDuplicates();
        if (result.cancelled) {
            assertThat(summary.taken()).isGreaterThanOrEqualTo(result.outcomes.size());
            result.outcomes.forEach(
                    outcome -> assertThat(number(summary, outcome.status())).isPositive());
        } else {
            Map<Status, Long> counts = new EnumMap<>(Status.class);
            result.outcomes.forEach(outcome -> counts.merge(outcome.status(), 1L, Long::sum));
            for (Status status : Status.values()) {
                assertThat(number(summary, status)).as(status.name()).isEqualTo(counts.getOrDefault(status, 0L));
            }
        }
        job.end();
        assertThat((long) job.ours.size())
                .as("the service took nothing that is told as neither added nor unknown")
                .isLessThanOrEqualTo(summary.added() + summary.unknown());
        assertThat(summary.added())
                .as("what is told as added is there")
                .isLessThanOrEqualTo(job.ours.size() + job.there());
        for (TaskAddOutcome outcome : result.outcomes) {
            String id = outcome.taskId();
            boolean seen = job.seen.contains(id);
            switch (outcome.status()) {
                case ADDED ->
                    assertThat(job.ours.contains(id) || id.startsWith("there")).isTrue();
                case EXISTED -> assertThat(id).startsWith("there");
                case REFUSED -> assertThat(job.ours).doesNotContain(id);
                case UNKNOWN -> assertThat(seen).as("%s was sent", id).isTrue();
                case NOT_SENT -> assertThat(seen).as("%s was not sent", id).isFalse();
            }
            assertThat(outcome.attempts() > 0).isEqualTo(seen);
        }
    }

    @Example
    void addAll_onePoisonOfEachKindInEachCollection_holdsUpNobodyElse() {
        Map<Integer, String> kinds = Map.of(3, "bad", 17, "there", 40, "fail", 63, "huge", 80, "odd");
        Job job = new Job(new Random(1), 0);
        Result result = run(
                job,
                Flux.range(0, 1000).map(i -> task(kinds.getOrDefault(i % 100, "ok") + i)),
                options().maxAttempts(4),
                Integer.MAX_VALUE);
        job.end();

        assertThat(result.error).isNull();
        assertThat(result.summary).isEqualTo(new BulkSummary(1000, 950, 10, 40, 0, 0));
        for (TaskAddOutcome outcome : result.outcomes) {
            String id = outcome.taskId();
            Status expected =
                    id.startsWith("ok") ? Status.ADDED : id.startsWith("there") ? Status.EXISTED : Status.REFUSED;
            assertThat(outcome.status()).as(id).isEqualTo(expected);
            if (expected == Status.REFUSED) {
                assertThat(outcome.error().code()).isEqualTo(Job.code(id));
            }
        }
    }

    @Example
    void addAll_tasksThatBreakEveryRequestTheyAreIn_endAloneAsUnknown() {
        Job job = new Job(new Random(1), 0);
        Result result = run(
                job,
                Flux.range(0, 500).map(i -> task((i % 100 == 50 ? "crash" : "ok") + i)),
                options(),
                Integer.MAX_VALUE);
        job.end();

        assertThat(result.error).isNull();
        assertThat(result.summary).isEqualTo(new BulkSummary(500, 495, 0, 0, 5, 0));
        assertThat(result.outcomes)
                .filteredOn(outcome -> outcome.taskId().startsWith("crash"))
                .allMatch(outcome -> outcome.status() == Status.UNKNOWN && outcome.attempts() == 8);
        assertThat(job.requests)
                .as("each costs about twenty requests, not one for each task")
                .isLessThan(150);
    }

    private static Result run(Job job, Flux<TaskCreate> tasks, BulkOptions.Builder options, int most) {
        AtomicReference<BulkSummary> summary = new AtomicReference<>();
        Queue<TaskAddOutcome> outcomes = new ConcurrentLinkedQueue<>();
        BulkAddException error = null;
        try {
            job.client
                    .tasks("j")
                    .addAll(tasks, options.onEnd(summary::set).build())
                    .doOnNext(outcomes::add)
                    .take(most)
                    .then()
                    .block(Duration.ofSeconds(30));
        } catch (BulkAddException e) {
            error = e;
            assertThat(e.summary()).isEqualTo(summary.get());
        }
        return new Result(List.copyOf(outcomes), summary.get(), error, outcomes.size() == most);
    }

    private static BulkOptions.Builder options() {
        return BulkOptions.builder().firstBackoff(Duration.ofNanos(100_000));
    }

    private static List<String> ids(Random random) {
        String[] kinds = {"bad", "fail", "crash", "huge", "odd", "there"};
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            ids.add((random.nextInt(12) == 0 ? kinds[random.nextInt(kinds.length)] : "ok") + i);
        }
        return ids;
    }

    private static TaskCreate task(String id) {
        return TaskCreate.builder().id(id).commandLine("true").build();
    }

    private static long number(BulkSummary summary, Status status) {
        return switch (status) {
            case ADDED -> summary.added();
            case EXISTED -> summary.existed();
            case REFUSED -> summary.refused();
            case UNKNOWN -> summary.unknown();
            case NOT_SENT -> summary.notSent();
        };
    }

    private record Result(
            List<TaskAddOutcome> outcomes, BulkSummary summary, BulkAddException error, boolean cancelled) {}

    /**
     * A job that takes tasks as the service does, each once, and fails at random. The name of a task tells how it
     * fares: ok, there before, bad (refused), fail (never taken), and three kinds that take their collection along:
     * crash, huge, odd.
     */
    private static final class Job {

        private final Random random;
        private final double faults;
        private final Set<String> ours = new HashSet<>();
        private final Set<String> seen = new HashSet<>();
        private final ScriptedServer server = new ScriptedServer().withoutRecord();
        private final BatchClient client = Clients.of(server);
        private int goneAfter = Integer.MAX_VALUE;
        private int requests;

        Job(Random random, double faults) {
            this.random = random;
            this.faults = faults;
            server.answer(this::answer);
        }

        long there() {
            return seen.stream().filter(id -> id.startsWith("there")).count();
        }

        /** Waits until nothing more can come. */
        void end() {
            client.close().block();
            Waiting.until(() -> server.connectionsOpen() == 0);
            server.close();
        }

        private synchronized Reply answer(Request request) {
            List<String> ids = TaskBodies.ids(request.body());
            seen.addAll(ids);
            if (requests++ >= goneAfter) {
                return Reply.error(404, "JobNotFound");
            }
            if (random.nextDouble() < faults) {
                return fault(ids);
            }
            for (String id : ids) {
                if (id.startsWith("huge")) {
                    return Reply.error(413, code(id));
                }
                if (id.startsWith("odd")) {
                    return Reply.error(400, code(id));
                }
                if (id.startsWith("crash")) {
                    return Reply.error(500, "InternalError");
                }
            }
            return results(ids, ids.size());
        }

        private Reply fault(List<String> ids) {
            return switch (random.nextInt(12)) {
                case 0 -> Reply.error(429, "TooManyRequests").header("Retry-After", "0");
                case 1 -> Reply.error(503, "ServerBusy");
                case 2 -> Reply.error(500, "InternalError");
                case 3 -> after(ids, Reply.error(500, "OperationTimedOut"));
                case 4 -> after(ids.subList(0, ids.size() / 2), Reply.error(500, "InternalError"));
                case 5 -> after(ids, Reply.text(502, "text/html", "<html>Bad gateway</html>"));
                case 6 -> Reply.reset();
                case 7 -> after(ids, Reply.reset());
                case 8 -> after(ids, Reply.broken(200, "{\"value\":[{\"taskId\":"));
                case 9 -> after(ids, Reply.ok("{\"value\":[{\"taskId\":"));
                case 10 -> results(ids, ids.size() / 2);
                default -> Reply.error(408, "RequestTimeout");
            };
        }

        private Reply after(List<String> ids, Reply reply) {
            ids.forEach(this::take);
            return reply;
        }

        /** Takes the first of the tasks; of the rest it says that it failed, or nothing. */
        private Reply results(List<String> ids, int most) {
            boolean forget = random.nextBoolean();
            List<String> results = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                if (i < most) {
                    results.add(result(id));
                } else if (!forget) {
                    results.add(TaskBodies.result(id, "servererror", "ServerBusy"));
                }
            }
            return TaskBodies.answer(results);
        }

        private String result(String id) {
            if (id.startsWith("bad")) {
                return TaskBodies.result(id, "clienterror", code(id));
            }
            if (!id.startsWith("ok") && !id.startsWith("there")) {
                return TaskBodies.result(id, "ServerError", code(id));
            }
            return take(id)
                    ? TaskBodies.result(id, "Success", null)
                    : TaskBodies.result(id, "clienterror", "TaskExists");
        }

        private boolean take(String id) {
            return id.startsWith("ok") && ours.add(id);
        }

        private static String code(String id) {
            return switch (id.charAt(0)) {
                case 'b' -> "InvalidPropertyValue";
                case 'f' -> "InternalError";
                case 'h' -> "RequestBodyTooLarge";
                default -> "InvalidRequestBody";
            };
        }
    }
}
