package io.github.latchkey.bench.client;

import io.github.latchkey.bench.report.Answer;
import io.github.latchkey.bench.report.Chart;
import io.github.latchkey.bench.report.Figure;
import io.github.latchkey.bench.report.Question;
import io.github.latchkey.bench.report.Row;
import io.github.latchkey.bench.report.Run;
import io.github.latchkey.bench.report.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How large a heap does it take to list, and to add, a million tasks? The smallest one in which the work is done in
 * good time.
 */
public final class MillionQuestion implements Question {

    private static final List<Integer> HEAPS = List.of( // MiB
            12, 14, 16, 20, 24, 28, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 768, 1_024, 1_536, 2_048,
            3_072);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SLOWER = 3;
    private static final String DIRECT_MEMORY = "-XX:MaxDirectMemorySize=256m";

    @Override
    public String id() {
        return "million";
    }

    @Override
    public String title() {
        return "How large a heap do a million tasks take?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        int tasks = run.pick(1_000_000, 100_000, 3_000);
        String list = String.format(Locale.ROOT, "list %,d tasks", tasks);
        String add = String.format(Locale.ROOT, "add %,d tasks", tasks);
        Row ours;
        Row pipeline;
        Row older;
        Row added;
        try (CannedSite site = new CannedSite()) {
            Search search = new Search(run, site, tasks, run.effort() == Run.Effort.TINY ? List.of(128) : HEAPS);
            ours = search.smallest(list, Peer.LATCHKEY, Scenario.STREAM, Row.Kind.OURS);
            pipeline = search.smallest(list, Peer.AZURE_PIPELINE, Scenario.STREAM, Row.Kind.PEER);
            older = search.smallest(list, Peer.AZURE_BATCH, Scenario.STREAM, Row.Kind.PEER);
            added = search.smallest(add, Peer.LATCHKEY, Scenario.BULK_ADD, Row.Kind.OURS);
        }
        Chart chart = new Chart(
                "million.heap",
                String.format(
                        Locale.ROOT, "What is the smallest heap for a list of %,d tasks, and for adding them?", tasks),
                "MiB of heap (-Xmx)",
                Chart.Better.LOWER,
                true,
                "Each try is a JVM of its own with the parallel collector, this -Xmx and "
                        + DIRECT_MEMORY
                        + " (network buffers are outside of the heap); it passes when all tasks come, or are"
                        + " added, in at most " + SLOWER + " times the time that the largest heap needs. The interval"
                        + " starts at the largest heap that failed. Pages have 1,000 tasks, about 0.9 MB. The pipeline reads page"
                        + " after page and forgets them, by code of the benchmark; the older client keeps every page of a list."
                        + " Its way to add takes a list that is there already, so it has no bar there.",
                List.of(ours, pipeline, older, added));
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "Our client lists %,d tasks in a heap of %.0f MiB and adds as many in %.0f MiB; an azure-core pipeline"
                                + " lists them in %.0f MiB, the vendor's older client in %,.0f MiB.",
                        tasks,
                        ours.value(),
                        added.value(),
                        pipeline.value(),
                        older.value()),
                "",
                List.of(chart),
                List.of(
                        Target.atMost("MiB of heap for the list", 64, ours.value()),
                        Target.atMost("MiB of heap for adding", 64, added.value())),
                List.of(
                        new Figure(
                                "Smallest heap for a list of a million tasks, azure-core pipeline to ours",
                                pipeline.value() / ours.value(),
                                chart.id()),
                        new Figure(
                                "Smallest heap for a list of a million tasks, azure-batch to ours",
                                older.value() / ours.value(),
                                chart.id())));
    }

    /** Looks for the smallest heap by halving. */
    private record Search(Run run, CannedSite site, int tasks, List<Integer> heaps) {

        Row smallest(String group, Peer peer, Scenario scenario, Row.Kind kind) throws InterruptedException {
            long start = System.nanoTime();
            int passed = heaps.size() - 1;
            if (!passes(peer, scenario, heaps.get(passed), PATIENCE)) {
                throw new IllegalStateException(peer.label() + " failed in " + heaps.get(passed) + " MiB");
            }
            Duration patience = Duration.ofNanos(SLOWER * (System.nanoTime() - start));
            int failed = -1;
            while (passed - failed > 1) {
                int middle = (passed + failed) / 2;
                if (passes(peer, scenario, heaps.get(middle), patience)) {
                    passed = middle;
                } else {
                    failed = middle;
                }
            }
            run.progress("million: %s, %s: %d MiB", group, peer.label(), heaps.get(passed));
            double value = heaps.get(passed);
            return new Row(group, peer.label(), kind, value, failed < 0 ? value : heaps.get(failed), value, 0);
        }

        private boolean passes(Peer peer, Scenario scenario, int heap, Duration patience) throws InterruptedException {
            List<String> options =
                    List.of("-Xmx" + heap + "m", "-XX:+UseParallelGC", DIRECT_MEMORY, "-XX:+ExitOnOutOfMemoryError");
            try (ClientRounds alone = new ClientRounds(site, List.of(peer), tasks, options, patience)) {
                alone.round("run", scenario, 1);
                return true;
            } catch (IllegalStateException e) {
                return false; // it ended, or said nothing in time
            }
        }
    }
}
