package io.github.latchkey.bench.token;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much memory does a tenant with a token take? {@link TokenMemoryBenchmark} in JVMs of its own. */
public final class TenantsQuestion implements Question {

    @Override
    public String id() {
        return "tenants";
    }

    @Override
    public String title() {
        return "How much memory does each of many tenants take that has a token?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        int tenants = run.pick(10_000, 2_000, 100);
        Map<String, List<Double>> bytes = new LinkedHashMap<>();
        for (int i = 0; i < run.pick(3, 1, 1); i++) {
            try (Child memory = Child.of(TokenMemoryBenchmark.class)
                    .options("-Xmx2g")
                    .options(run.options())
                    .arguments(tenants)
                    .start()) {
                for (JsonNode line : memory.hearAll(Duration.ofMinutes(5))) {
                    bytes.computeIfAbsent(line.get("contender").asText(), contender -> new ArrayList<>())
                            .add(line.get("bytes").asDouble());
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        bytes.forEach((contender, samples) -> rows.add(Row.measured(
                null,
                contender,
                switch (contender) {
                    case TokenMemoryBenchmark.OURS -> Row.Kind.OURS;
                    case TokenMemoryBenchmark.TEXT -> Row.Kind.FLOOR;
                    default -> Row.Kind.PEER;
                },
                Samples.of(samples))));
        Chart chart = new Chart(
                "tenants.bytes",
                String.format(Locale.ROOT, "How many bytes of heap does one of %,d tenants take?", tenants),
                "bytes of heap per tenant",
                Chart.Better.LOWER,
                true,
                "The heap after collection before and after so many tenants got a token of the usual 1.4 kB, a string of its own"
                        + " each. Credential, cache and provider count; classes, pools and connections do not.",
                rows);
        double ours = chart.row(null, TokenMemoryBenchmark.OURS).value();
        double theirs = chart.row(null, TokenMemoryBenchmark.IDENTITY).value();
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "A tenant with a token takes %,.0f bytes, of which the token's text is %,.0f; with azure-identity it takes"
                                + " %,.0f, %.1f times as much.",
                        ours,
                        chart.row(null, TokenMemoryBenchmark.TEXT).value(),
                        theirs,
                        theirs / ours),
                "",
                List.of(chart),
                List.of(),
                List.of(
                        new Figure("Heap per tenant, azure-identity to ours", theirs / ours, chart.id()),
                        new Figure(
                                "Heap per tenant, MSAL4J to ours",
                                chart.row(null, TokenMemoryBenchmark.MSAL).value() / ours,
                                chart.id())));
    }
}
