package io.github.latchkey.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.bench.report.Answer;
import io.github.latchkey.bench.report.Chart;
import io.github.latchkey.bench.report.Figure;
import io.github.latchkey.bench.report.Question;
import io.github.latchkey.bench.report.Row;
import io.github.latchkey.bench.report.Run;
import io.github.latchkey.bench.report.Samples;
import io.github.latchkey.bench.report.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What does a request cost the process that makes it? CPU time and allocation, of whole processes, for the four
 * requests that a client of Batch makes most.
 */
public final class ClientQuestion implements Question {

    private static final String METHOD =
            "Every contender is a process of its own and so is the server, which answers the same canned bytes over TLS on"
                    + " loopback; the TLS is the JDK's for all. Four connections, as many requests under way. All processes live"
                    + " at the same time and take turns, in another order each round, after the same warm-up. A bar is the median"
                    + " of the rounds, its whisker holds the median with 95 % confidence.";
    private static final String CPU =
            "CPU time is the operating system's for the whole process, compiler and garbage collector included.";
    private static final String BYTES =
            "Allocation is the JVM's own count for all threads, exact to the byte, without netty's pooled direct buffers.";

    @Override
    public String id() {
        return "client";
    }

    @Override
    public String title() {
        return "What does a request to Batch cost the process that makes it?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        int tasks = run.pick(100_000, 20_000, 2_000);
        List<Load> loads = List.of(
                new Load(
                        "list-page",
                        Scenario.LIST_PAGE,
                        run.pick(3_000, 500, 10),
                        run.pick(14, 6, 0),
                        "a list of 100 jobs (60 kB)",
                        "request"),
                new Load(
                        "add",
                        Scenario.ADD_COLLECTION,
                        run.pick(2_000, 300, 10),
                        run.pick(10, 5, 0),
                        "adding a collection of 100 tasks",
                        "request"),
                new Load(
                        "get",
                        Scenario.GET,
                        run.pick(15_000, 2_000, 20),
                        run.pick(4, 3, 0),
                        "getting one job",
                        "request"),
                new Load(
                        "stream",
                        Scenario.STREAM,
                        run.pick(1, 1, 1),
                        run.pick(6, 2, 0),
                        String.format(Locale.ROOT, "streaming a list of %,d tasks", tasks),
                        "list"));
        int rounds = run.pick(15, 5, 1);
        List<Chart> charts = new ArrayList<>();
        try (CannedSite site = new CannedSite()) {
            try (ClientRounds contenders = contenders(run, site, tasks)) {
                warmUp(run, contenders, loads);
                site.connections();
                for (Load load : loads) {
                    charts.addAll(measure(run, contenders, load, rounds));
                }
                int connections = site.connections();
                if (connections > 0 && run.effort() != Run.Effort.TINY) {
                    throw new IllegalStateException(
                            connections + " connections were opened while measuring, where none was expected");
                }
                for (Load load : loads.subList(0, 2)) {
                    charts.add(profile(run, contenders, load, named(charts, cpuOf(load.id))));
                }
            }
            if (run.effort() != Run.Effort.TINY) {
                charts.add(young(run, site));
            }
        }
        return answer(charts);
    }

    private static ClientRounds contenders(Run run, CannedSite site, int tasks) {
        List<String> options = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        options.addAll(run.options());
        return new ClientRounds(site, List.of(Peer.values()), tasks, options, Duration.ofMinutes(5));
    }

    private static void warmUp(Run run, ClientRounds contenders, List<Load> loads) throws InterruptedException {
        for (Load load : loads) {
            for (int i = 0; i < load.warmUp; i++) {
                contenders.round("run", load.scenario, load.requests);
            }
            run.progress("client: %s is warm", load.id);
        }
    }

    private static List<Chart> measure(Run run, ClientRounds contenders, Load load, int rounds)
            throws InterruptedException {
        Map<Peer, List<Double>> cpu = new EnumMap<>(Peer.class);
        Map<Peer, List<Double>> bytes = new EnumMap<>(Peer.class);
        for (int i = 0; i < rounds; i++) {
            contenders.round("run", load.scenario, load.requests).forEach((peer, used) -> {
                cpu.computeIfAbsent(peer, p -> new ArrayList<>())
                        .add(used.get("cpuNanos").asDouble() / 1_000 / load.requests);
                bytes.computeIfAbsent(peer, p -> new ArrayList<>())
                        .add(used.get("bytes").asDouble() / load.requests);
                if (used.get("threadsEnded").asInt() > 0) {
                    run.progress("client: a thread of %s ended; its bytes are missing in a round", peer);
                }
            });
        }
        List<Row> cpuRows = rows(cpu);
        for (Row row : cpuRows) {
            run.progress("client: %s, %-68s %,10.1f us of CPU", load.id, row.label(), row.value());
        }
        return List.of(
                new Chart(
                        cpuOf(load.id),
                        "How much CPU time does " + load.words + " cost?",
                        "microseconds of CPU per " + load.unit,
                        Chart.Better.LOWER,
                        false,
                        CPU + " " + rounds + " rounds of " + load.requests + ".",
                        cpuRows),
                new Chart(
                        bytesOf(load.id),
                        "How much garbage does " + load.words + " make?",
                        "kB allocated per " + load.unit,
                        Chart.Better.LOWER,
                        false,
                        BYTES + " " + rounds + " rounds of " + load.requests + ".",
                        rows(scaled(bytes, 1e-3))));
    }

    /** Says what the CPU time consists of. */
    private static Chart profile(Run run, ClientRounds contenders, Load load, Chart cpu) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        int requests = run.pick(5, 2, 2) * load.requests;
        contenders.round("profile", load.scenario, requests).forEach((peer, said) -> {
            Row whole = cpu.row(null, peer.label());
            for (Map.Entry<String, JsonNode> share : said.get("shares").properties()) {
                rows.add(Row.counted(
                        peer.label(),
                        share.getKey(),
                        kind(peer),
                        share.getValue().asDouble() / 100 * whole.value()));
            }
        });
        return new Chart(
                profileOf(load.id),
                "What does the CPU time of " + load.words + " consist of?",
                "microseconds of CPU per request, by shares of samples",
                Chart.Better.LOWER,
                false,
                "Flight Recorder's samples of Java code in " + requests
                        + " requests after the rounds, 10 ms apart; a sample"
                        + " counts for the owner nearest to the top of the stack, the JDK's strings and collections for their"
                        + " callers. Shares are of Java code; compiler and collector are spread over all.",
                rows);
    }

    private static String cpuOf(String load) {
        return "client." + load + ".cpu";
    }

    private static String bytesOf(String load) {
        return "client." + load + ".bytes";
    }

    private static String profileOf(String load) {
        return "client." + load + ".profile";
    }

    private static Chart named(List<Chart> charts, String id) {
        return charts.stream()
                .filter(chart -> chart.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no chart " + id));
    }

    /** Says by owner what one costs more than another. */
    private static String remainder(List<Chart> charts, String load, Peer peer) {
        Map<String, Double> more = new HashMap<>();
        for (Row row : named(charts, profileOf(load)).rows()) {
            if (Peer.LATCHKEY.label().equals(row.group())) {
                more.merge(row.label(), row.value(), Double::sum);
            } else if (peer.label().equals(row.group())) {
                more.merge(row.label(), -row.value(), Double::sum);
            }
        }
        return "Per request, ours and "
                + peer.label()
                + " differ by (microseconds of CPU, from the profile below): "
                + more.entrySet().stream()
                        .filter(entry -> Math.abs(entry.getValue()) >= 0.5)
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .map(entry -> String.format(Locale.ROOT, "%s %+.0f", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    /** Lists in processes that have just started: much of what runs is not compiled yet. */
    private static Chart young(Run run, CannedSite site) throws InterruptedException {
        int requests = run.pick(300, 200, 0);
        Map<Peer, List<Double>> cpu = new EnumMap<>(Peer.class);
        for (int i = 0; i < run.pick(6, 2, 0); i++) {
            try (ClientRounds contenders = contenders(run, site, 1_000)) {
                contenders
                        .round("run", Scenario.LIST_PAGE, requests)
                        .forEach((peer, used) -> cpu.computeIfAbsent(peer, p -> new ArrayList<>())
                                .add(used.get("cpuNanos").asDouble() / 1_000_000));
            }
        }
        return new Chart(
                "client.young.cpu",
                "How much CPU time do the first " + requests + " lists of a fresh process cost?",
                "milliseconds of CPU for " + requests + " requests",
                Chart.Better.LOWER,
                false,
                CPU + " Here the processes are new in each round and nothing is warm, as in a short-lived job.",
                rows(cpu));
    }

    private static Answer answer(List<Chart> charts) {
        Chart listCpu = named(charts, cpuOf("list-page"));
        Chart listBytes = named(charts, bytesOf("list-page"));
        Chart addCpu = named(charts, cpuOf("add"));
        double toHand = ratio(listCpu, Peer.LATCHKEY, Peer.HAND_WRITTEN);
        double azureCpu = ratio(listCpu, Peer.AZURE_PIPELINE, Peer.LATCHKEY);
        double azureBytes = ratio(listBytes, Peer.AZURE_PIPELINE, Peer.LATCHKEY);
        double toJackson = ratio(addCpu, Peer.LATCHKEY, Peer.DATA_BIND);
        List<Figure> figures = new ArrayList<>();
        for (Chart chart : List.of(listCpu, listBytes, addCpu)) {
            for (Peer peer : List.of(Peer.AZURE_PIPELINE, Peer.AZURE_BATCH)) {
                figures.add(new Figure(
                        chart.title() + " " + peer.label() + ", to ours",
                        ratio(chart, peer, Peer.LATCHKEY),
                        chart.id()));
            }
        }
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "A list of 100 jobs costs %.0f microseconds of CPU and %.0f kB: %.2f times what hand-written parsing"
                                + " on bare reactor-netty costs; the azure-core pipeline takes %.1f times the CPU and %.1f"
                                + " times the garbage of ours, the vendor's older client %.1f and %.1f times. Adding 100"
                                + " tasks costs %.2f times Jackson on bare reactor-netty.",
                        row(listCpu, Peer.LATCHKEY).value(),
                        row(listBytes, Peer.LATCHKEY).value(),
                        toHand,
                        azureCpu,
                        azureBytes,
                        ratio(listCpu, Peer.AZURE_BATCH, Peer.LATCHKEY),
                        ratio(listBytes, Peer.AZURE_BATCH, Peer.LATCHKEY),
                        toJackson),
                METHOD,
                charts,
                List.of(
                        Target.atMost("CPU time of a list of 100 jobs, to hand-written streaming", 1.1, toHand)
                                .explained(remainder(charts, "list-page", Peer.HAND_WRITTEN)),
                        Target.atLeast("CPU time of a list of 100 jobs, azure-core pipeline to ours", 2.4, azureCpu)
                                .explained(remainder(charts, "list-page", Peer.AZURE_PIPELINE)),
                        Target.atLeast(
                                "Bytes allocated by a list of 100 jobs, azure-core pipeline to ours", 4, azureBytes),
                        Target.atMost("CPU time of adding 100 tasks, to Jackson on bare reactor-netty", 1.15, toJackson)
                                .explained(remainder(charts, "add", Peer.DATA_BIND))),
                figures);
    }

    private static List<Row> rows(Map<Peer, List<Double>> samples) {
        List<Row> rows = new ArrayList<>();
        samples.forEach((peer, values) -> rows.add(Row.measured(null, peer.label(), kind(peer), Samples.of(values))));
        return rows;
    }

    private static Map<Peer, List<Double>> scaled(Map<Peer, List<Double>> samples, double factor) {
        Map<Peer, List<Double>> scaled = new EnumMap<>(Peer.class);
        samples.forEach((peer, values) ->
                scaled.put(peer, values.stream().map(value -> value * factor).toList()));
        return scaled;
    }

    private static double ratio(Chart chart, Peer of, Peer to) {
        return row(chart, of).value() / row(chart, to).value();
    }

    private static Row row(Chart chart, Peer peer) {
        return chart.row(null, peer.label());
    }

    private static Row.Kind kind(Peer peer) {
        return switch (peer) {
            case LATCHKEY -> Row.Kind.OURS;
            case BARE, HAND_WRITTEN -> Row.Kind.FLOOR;
            case DATA_BIND, DATA_BIND_JDK, AZURE_PIPELINE, AZURE_BATCH -> Row.Kind.PEER;
        };
    }

    /** A scenario with how often it is asked. */
    private record Load(String id, Scenario scenario, int requests, int warmUp, String words, String unit) {}
}
