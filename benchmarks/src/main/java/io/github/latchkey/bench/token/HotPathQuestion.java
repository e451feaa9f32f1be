package io.github.latchkey.bench.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.latchkey.bench.process.Child;
import io.github.latchkey.bench.report.Answer;
import io.github.latchkey.bench.report.Chart;
import io.github.latchkey.bench.report.Figure;
import io.github.latchkey.bench.report.Jdk;
import io.github.latchkey.bench.report.Question;
import io.github.latchkey.bench.report.Row;
import io.github.latchkey.bench.report.Run;
import io.github.latchkey.bench.report.Samples;
import io.github.latchkey.bench.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What does one more use of a cached token cost? {@link TokenHotPathBenchmark}, with one thread and with two, on each
 * JDK.
 */
public final class HotPathQuestion implements Question {

    private static final String OURS = "latchkey: shared Mono of the token";
    private static final String FLOOR = "Mono.just";
    private static final String IDENTITY = "azure-identity, asked each time";

    private static final String METHOD =
            "Everybody has a valid token in the cache and makes no request. Those who answer on another thread are waited for:"
                    + " there is no way to use them without. A bar is the median of JMH's iterations, its whisker holds the"
                    + " median with 95 % confidence.";

    private static final List<Contender> CONTENDERS = List.of(
            new Contender("latchkeyToken", OURS, Row.Kind.OURS),
            new Contender("latchkeyPeek", "latchkey: peek, as the Batch client does", Row.Kind.OURS),
            new Contender("latchkeyTokenFlatMap", "latchkey: the Mono inside a chain", Row.Kind.OURS),
            new Contender("monoJust", FLOOR, Row.Kind.FLOOR),
            new Contender("systemNanoTime", "asking a clock, alone", Row.Kind.FLOOR),
            new Contender("monoCacheTtl", "Reactor: Mono.cache(ttl)", Row.Kind.PEER),
            new Contender("monoCacheInvalidateIf", "Reactor: Mono.cacheInvalidateIf", Row.Kind.PEER),
            new Contender("caffeineAsync", "Caffeine: AsyncCache", Row.Kind.PEER),
            new Contender("azureAccessTokenCache", "azure-core: the cache of its bearer policy", Row.Kind.PEER),
            new Contender("azureIdentity", IDENTITY, Row.Kind.PEER),
            new Contender("msal4j", "MSAL4J, asked each time", Row.Kind.PEER));

    @Override
    public String id() {
        return "hot-path";
    }

    @Override
    public String title() {
        return "What does one more use of a cached token cost?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        List<Chart> charts = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        List<Jdk> jdks = run.effort() == Run.Effort.FULL ? run.jdks() : List.of(Jdk.current());
        for (Jdk jdk : jdks) {
            List<Row> times = new ArrayList<>();
            List<Row> bytes = new ArrayList<>();
            for (int threads = 1; threads <= run.pick(2, 2, 1); threads++) {
                Map<String, JsonNode> results = measure(run, jdk, threads);
                String group = threads == 1 ? "1 thread" : threads + " threads";
                for (Contender contender : CONTENDERS) {
                    JsonNode result = results.get(contender.method);
                    if (result != null) {
                        times.add(Row.measured(
                                group, contender.label, contender.kind, samples(result.get("primaryMetric"))));
                        if (threads == 1) {
                            bytes.add(Row.measured(null, contender.label, contender.kind, allocated(result)));
                        }
                    }
                }
                run.progress("hot-path: %s, %s measured", jdk, group);
            }
            Chart time = new Chart(
                    "hot-path.jdk" + jdk.feature() + ".time",
                    "How long does one use take, on JDK " + jdk.feature() + "?",
                    "nanoseconds per use and thread",
                    Chart.Better.LOWER,
                    true,
                    "JMH, " + jdk + ".",
                    times);
            Chart garbage = new Chart(
                    "hot-path.jdk" + jdk.feature() + ".bytes",
                    "How much garbage does one use make, on JDK " + jdk.feature() + "?",
                    "bytes allocated per use",
                    Chart.Better.LOWER,
                    true,
                    "JMH's GC profiler, " + jdk + ".",
                    bytes);
            charts.add(time);
            charts.add(garbage);
            targets.add(Target.atMost(
                    "Time of a use to that of Mono.just, JDK " + jdk.feature() + ", 1 thread",
                    1.1,
                    value(time, OURS) / value(time, FLOOR)));
            targets.add(Target.atMost(
                    "Bytes of a use, JDK " + jdk.feature(),
                    24.5,
                    garbage.row(null, OURS).value()));
        }
        return answer(charts, targets);
    }

    private static Answer answer(List<Chart> charts, List<Target> targets) {
        Chart time = charts.get(0);
        List<Figure> figures = new ArrayList<>();
        for (Chart chart : charts) {
            if (chart.id().endsWith(".time")) {
                for (Row row : chart.rows()) {
                    if (row.kind() != Row.Kind.OURS && "1 thread".equals(row.group())) {
                        figures.add(new Figure(
                                chart.title() + " " + row.label() + ", to ours",
                                row.value() / value(chart, OURS),
                                chart.id()));
                    }
                }
            }
        }
        String peers = time.rows().stream().anyMatch(row -> row.label().equals(IDENTITY))
                ? String.format(
                        Locale.ROOT,
                        " azure-identity, asked each time, takes %,.0f times as long.",
                        value(time, IDENTITY) / value(time, OURS))
                : "";
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "One more use of a token that is there takes %.1f ns and %.0f bytes, where Mono.just of a constant takes"
                                + " %.1f ns.%s",
                        value(time, OURS),
                        charts.get(1).row(null, OURS).value(),
                        value(time, FLOOR),
                        peers),
                METHOD,
                charts,
                targets,
                figures);
    }

    private static double value(Chart chart, String label) {
        return chart.row("1 thread", label).value();
    }

    /** Runs JMH and returns its results by method. */
    private static Map<String, JsonNode> measure(Run run, Jdk jdk, int threads)
            throws IOException, InterruptedException {
        Path file = run.directory().resolve("jmh-hot-path-jdk" + jdk.feature() + "-t" + threads + ".json");
        Files.createDirectories(run.directory());
        String which = TokenHotPathBenchmark.class.getSimpleName()
                + (run.effort() == Run.Effort.TINY ? "\\.(latchkeyToken|monoJust)$" : "");
        try (Child jmh = Child.of("org.openjdk.jmh.Main")
                .javaHome(jdk.home())
                .arguments(
                        which,
                        "-t",
                        threads,
                        "-f",
                        run.pick(2, 1, 1),
                        "-wi",
                        run.pick(4, 2, 1),
                        "-w",
                        run.pick(500, 200, 20) + "ms",
                        "-i",
                        run.pick(6, 3, 1),
                        "-r",
                        run.pick(500, 200, 20) + "ms",
                        "-prof",
                        "gc",
                        "-foe",
                        true,
                        "-rf",
                        "json",
                        "-rff",
                        file)
                .start()) {
            jmh.hearAll(Duration.ofMinutes(15));
        }
        Map<String, JsonNode> results = new java.util.HashMap<>();
        for (JsonNode result : new ObjectMapper().readTree(file.toFile())) {
            String name = result.get("benchmark").asText();
            results.put(name.substring(name.lastIndexOf('.') + 1), result);
        }
        return results;
    }

    private static Samples allocated(JsonNode result) {
        return samples(result.get("secondaryMetrics").get("gc.alloc.rate.norm"));
    }

    private static Samples samples(JsonNode metric) {
        List<Double> values = new ArrayList<>();
        for (JsonNode fork : metric.get("rawData")) {
            fork.forEach(value -> values.add(value.asDouble()));
        }
        return Samples.of(values);
    }

    private record Contender(String method, String label, Row.Kind kind) {}
}
