package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.ScriptedServer.Request;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * A million tasks through a client in a JVM of its own with a heap of 64 MiB. One collection in twenty fails, in every
 * way that a service can fail, and one page in twenty; each task must be there exactly once, the outcomes must say so,
 * and the list must hold each task once.
 */
class MillionTasksTest {

    static final int TASKS = 1_000_000;

    private static final int PAGE = 1000;
    private static final Pattern ID = Pattern.compile("\"id\":\"t(\\d+)\"");

    /** The last task is so large that no other goes with it. */
    private static final Integer TOO_LARGE = TASKS - 1;

    private final BitSet stored = new BitSet(TASKS);
    private final Random chance = new Random(42);
    private final Set<Integer> refused = new HashSet<>();
    private int collections;
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

    @Test
    void million_addedAndListedWithASmallHeap_isThereExactlyOnce(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        try (ScriptedServer server = new ScriptedServer().withoutRecord()) {
            server.answer(request -> request.method().equals("POST") ? add(request) : page(server, request));
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            MillionTasksClient.class.getName(),
                            server.url())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended;
            try {
                ended = child.waitFor(2 * MillionTasksClient.PATIENCE.toSeconds() + 60, TimeUnit.SECONDS);
            } finally {
                child.destroyForcibly();
            }
            String said = Files.readString(output);

            assertThat(ended).as("in good time; it said: %s", said).isTrue();
            assertThat(child.exitValue()).as(said).isZero();
            String report = said.lines()
                    .filter(line -> line.startsWith("Million: "))
                    .findFirst()
                    .orElse(said);
            System.out.println(report + "; " + collections + " collections, faults " + faults);
            assertThat(stored.cardinality()).isEqualTo(TASKS);
            assertThat(report)
                    .contains("added=" + TASKS + ",")
                    .contains("outcomes=" + TASKS + ",")
                    .contains("listed=" + TASKS + ",")
                    .contains("heap limit 64 MiB");
            assertThat(faults).as("every way to fail came up").containsOnlyKeys(Fault.values());
            int failed = faults.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(failed).as("one collection in twenty").isBetween(collections / 25, collections / 16);
        }
    }

    private synchronized Reply add(Request request) {
        List<Integer> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(request.body());
        while (matcher.find()) {
            ids.add(Integer.valueOf(matcher.group(1)));
        }
        collections++;
        if (ids.contains(TOO_LARGE) && ids.size() > 1) {
            faults.merge(Fault.TOO_LARGE_TOGETHER, 1, Integer::sum);
            return Reply.error(413, "RequestBodyTooLarge");
        }
        if (chance.nextInt(20) > 0) {
            return results(ids, ids.size(), false);
        }
        Fault fault = Fault.values()[1 + chance.nextInt(Fault.values().length - 1)];
        if (fault == Fault.TOKEN_REFUSED && !refused.add(ids.get(0))) {
            return results(ids, ids.size(), false); // refused twice in a row would be refused for good
        }
        faults.merge(fault, 1, Integer::sum);
        return switch (fault) {
            case TOO_LARGE_TOGETHER -> throw new IllegalStateException("not by chance");
            case TOKEN_REFUSED -> Reply.error(401, "AuthenticationFailed");
            case THROTTLED -> Reply.error(429, "TooManyRequests").header("Retry-After", "0");
            case BUSY -> Reply.error(503, "ServerBusy");
            case FAILED_BEFORE -> Reply.error(500, "InternalError");
            case FAILED_AFTER -> after(ids, Reply.error(500, "OperationTimedOut"));
            case FAILED_HALFWAY -> after(ids.subList(0, ids.size() / 2), Reply.error(500, "InternalError"));
            case GATEWAY -> after(ids, Reply.text(502, "text/html", "<html>Bad gateway</html>"));
            case RESET_BEFORE -> Reply.reset();
            case RESET_AFTER -> after(ids, Reply.reset());
            case SILENT_AFTER -> after(ids, Reply.silence());
            case TOO_SLOW -> Reply.error(408, "RequestTimeout");
            case GATEWAY_TOO_SLOW -> after(ids, Reply.status(504));
            case NOT_JSON -> after(ids, Reply.ok("{\"value\":[{\"taskId\":"));
            case CUT_OFF -> after(ids, Reply.broken(200, "{\"value\":[{\"taskId\":"));
            case ENTRIES_FAILED -> results(ids, ids.size() / 2, true);
            case ENTRIES_FORGOTTEN -> results(ids, ids.size() / 2, false);
        };
    }

    private Reply after(List<Integer> ids, Reply reply) {
        ids.forEach(stored::set);
        return reply;
    }

    /** Takes the first of the tasks; for the rest says that it failed, or nothing. */
    private Reply results(List<Integer> ids, int taken, boolean tellFailed) {
        StringBuilder text = new StringBuilder(ids.size() * 60).append("{\"value\":[");
        String comma = "";
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            if (i >= taken && !tellFailed) {
                continue;
            }
            text.append(comma).append("{\"taskId\":\"t").append(id).append("\",\"status\":\"");
            comma = ",";
            if (i >= taken) {
                text.append("ServerError\",\"error\":{\"code\":\"ServerBusy\"}}");
            } else if (stored.get(id)) {
                text.append("clienterror\",\"error\":{\"code\":\"TaskExists\"}}");
            } else {
                stored.set(id);
                text.append("Success\",\"eTag\":\"0x1\"}");
            }
        }
        return Reply.ok(text.append("]}").toString());
    }

    private synchronized Reply page(ScriptedServer server, Request request) {
        if (chance.nextInt(20) == 0) {
            return Reply.error(503, "ServerBusy");
        }
        int at = request.uri().indexOf("skip=");
        int from = at < 0 ? 0 : Integer.parseInt(request.uri().substring(at + 5));
        int to = from + PAGE;
        Flux<String> elements = Flux.range(from, PAGE)
                .filter(stored::get)
                .map(i -> (i == from ? "" : ",") + "{\"id\":\"t" + i
                        + "\",\"state\":\"active\",\"creationTime\":\"2026-01-01T00:00:00.1234567Z\"}")
                .buffer(100)
                .map(list -> String.join("", list));
        String link = to == TASKS ? "" : ",\"odata.nextLink\":\"" + server.url() + "/jobs/j/tasks?skip=" + to + "\"";
        return new Reply(response -> response.status(200)
                .sendObject(Flux.concat(Flux.just("{\"value\":["), elements, Flux.just("]" + link + "}"))
                        .map(part -> Unpooled.copiedBuffer(part, StandardCharsets.UTF_8))));
    }

    private enum Fault {
        TOO_LARGE_TOGETHER,
        TOKEN_REFUSED,
        THROTTLED,
        BUSY,
        FAILED_BEFORE,
        FAILED_AFTER,
        FAILED_HALFWAY,
        GATEWAY,
        RESET_BEFORE,
        RESET_AFTER,
        SILENT_AFTER,
        TOO_SLOW,
        GATEWAY_TOO_SLOW,
        NOT_JSON,
        CUT_OFF,
        ENTRIES_FAILED,
        ENTRIES_FORGOTTEN
    }
}
