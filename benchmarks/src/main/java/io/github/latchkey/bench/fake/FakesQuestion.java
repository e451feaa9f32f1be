package io.github.latchkey.bench.fake;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.bench.process.Child;
import io.github.latchkey.bench.report.Answer;
import io.github.latchkey.bench.report.Chart;
import io.github.latchkey.bench.report.Figure;
import io.github.latchkey.bench.report.Question;
import io.github.latchkey.bench.report.Row;
import io.github.latchkey.bench.report.Run;
import io.github.latchkey.bench.report.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What do the fakes cost those who test with them? {@link FakeCostBenchmark} in JVMs of its own. */
public final class FakesQuestion implements Question {

    private static final String FIRST = "first start in a JVM";
    private static final String IN_USE = "first start where a reactor-netty server has run";
    private static final String NEXT = "next starts";
    private static final String FAKE = "FakeBatch";
    private static final String BARE = "bare handler with the same bytes";
    private static final String BARE_SERVER = "a bare reactor-netty server with TLS, first in a JVM";

    @Override
    public String id() {
        return "fakes";
    }

    @Override
    public String title() {
        return "What do the fakes cost those who test with them?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        List<Double> bareStarts = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> inUse = new ArrayList<>();
        List<Double> next = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> fake = new ArrayList<>();
        int requests = run.pick(20_000, 3_000, 50);
        for (int i = 0; i < run.pick(7, 3, 1); i++) {
            // Starts are told by every JVM, the cost of a request by the first alone.
            try (Child fakes = Child.of(FakeCostBenchmark.class)
                    .options(run.options())
                    .arguments(run.pick(6, 4, 2), i == 0 ? requests : 1, i == 0 ? run.pick(9, 4, 1) : 0)
                    .start()) {
                for (JsonNode line : fakes.hearAll(Duration.ofMinutes(5))) {
                    if (line.has("millis")) {
                        (line.get("start").asInt() == 0 ? first : next)
                                .add(line.get("millis").asDouble());
                    } else if (line.has("heapBytes")) {
                        heap.add(line.get("heapBytes").asDouble() / 1e6);
                    } else {
                        bare.add(line.get("bareMicros").asDouble());
                        fake.add(line.get("fakeMicros").asDouble());
                    }
                }
            }
            try (Child fakes = Child.of(FakeCostBenchmark.class)
                    .options(run.options())
                    .arguments(1, 1, 0, "bare")
                    .start()) {
                for (JsonNode line : fakes.hearAll(Duration.ofMinutes(5))) {
                    if (line.has("bareMillis")) {
                        bareStarts.add(line.get("bareMillis").asDouble());
                    } else if (line.has("millis")) {
                        inUse.add(line.get("millis").asDouble());
                    }
                }
            }
        }
        Chart starts = new Chart(
                "fakes.start",
                "How long do FakeEntra and FakeBatch take to start?",
                "milliseconds for both",
                Chart.Better.LOWER,
                false,
                "Both, with their TLS, ready for requests. The first start in a JVM loads classes; a test suite pays for it once,"
                        + " and most of it for classes of reactor-netty and of the JDK's TLS, which any server made of them pays"
                        + " as well: the floor is one with a handler of one line. The bar without that has started such a server and asked"
                        + " it once before, as a reactive program has. A bar is the median, its whisker holds the median with"
                        + " 95 % confidence.",
                List.of(
                        Row.measured(null, BARE_SERVER, Row.Kind.FLOOR, Samples.of(bareStarts)),
                        Row.measured(null, FIRST, Row.Kind.OURS, Samples.of(first)),
                        Row.measured(null, IN_USE, Row.Kind.OURS, Samples.of(inUse)),
                        Row.measured(null, NEXT, Row.Kind.OURS, Samples.of(next))));
        Chart memory = new Chart(
                "fakes.heap",
                "How much heap do both hold?",
                "MB of heap after collection",
                Chart.Better.LOWER,
                false,
                "The heap after collection with both started, less what the JVM held before; classes' statics count.",
                List.of(Row.measured(null, "FakeEntra and FakeBatch", Row.Kind.OURS, Samples.of(heap))));
        Chart cost = new Chart(
                "fakes.request",
                "Is FakeBatch a bottleneck?",
                "microseconds of the server's CPU per GET of a job",
                Chart.Better.LOWER,
                false,
                "FakeBatch verifies the token, checks roles and keeps state; the bare reactor-netty handler returns the same"
                        + " bytes. Both servers share a process and one TLS set-up and take turns; the client is in a process of"
                        + " its own, which is not counted.",
                List.of(
                        Row.measured(null, FAKE, Row.Kind.OURS, Samples.of(fake)),
                        Row.measured(null, BARE, Row.Kind.FLOOR, Samples.of(bare))));
        double ratio = cost.row(null, FAKE).value() / cost.row(null, BARE).value();
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "Both fakes start in %.0f ms the first time in a JVM (a bare server in %.0f ms), in %.0f ms the first time"
                                + " where such a server has run, and in %.0f ms after that, hold %.1f MB of heap, and a GET of FakeBatch costs %.1f"
                                + " times one of a bare handler with the same bytes.",
                        starts.row(null, FIRST).value(),
                        starts.row(null, BARE_SERVER).value(),
                        starts.row(null, IN_USE).value(),
                        starts.row(null, NEXT).value(),
                        memory.rows().get(0).value(),
                        ratio),
                "",
                List.of(starts, memory, cost),
                List.of(),
                List.of(new Figure("CPU time of the server for a GET, FakeBatch to a bare handler", ratio, cost.id())));
    }
}
