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
import io.github.latchkey.bench.report.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happens when many ask at once and there is no token? {@link TokenStormBenchmark} in a JVM of its own. */
public final class StormsQuestion implements Question {

    @Override
    public String id() {
        return "storms";
    }

    @Override
    public String title() {
        return "Many ask at once and there is no token: what does Entra ID see, and what do they get?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        int subscribers = run.pick(10_000, 1_000, 50);
        int runs = run.pick(5, 2, 1);
        List<JsonNode> said;
        try (Child storms = Child.of(TokenStormBenchmark.class)
                .options("-Xmx2g")
                .options(run.options())
                .arguments(subscribers, runs)
                .start()) {
            said = storms.hearAll(Duration.ofMinutes(15));
        }
        String many = String.format(Locale.ROOT, "%,d subscribers", subscribers);
        String method = String.format(
                Locale.ROOT,
                "%s subscribe one after the other to a FakeEntra over TLS in the same process, %d times for each case; the peers"
                        + " keep login.microsoftonline.com as their authority and are led to the fake below it.",
                many,
                runs);
        Chart requests = chart(
                said,
                "requests",
                "How many requests does Entra ID see when " + many + " ask at once?",
                "requests to the token endpoint",
                true,
                "Counted by FakeEntra; a refused secret is not asked again.");
        Chart errors = chart(
                said.stream()
                        .filter(line -> !line.get("endpoint").asText().equals(TokenStormBenchmark.REFUSES))
                        .toList(),
                "errors",
                "How many of " + many + " get an error, although a token could be had?",
                "subscribers with an error",
                false,
                "The case of a wrong secret is left out: everybody must get an error there.");
        Chart last = chart(
                said,
                "lastMillis",
                "When has the last of " + many + " its answer?",
                "milliseconds after the first subscription",
                true,
                "Client and server share the machine, so this is an upper bound for both.");
        Chart threads = chart(
                said,
                "threadsAdded",
                "How many threads does it take?",
                "threads more than before",
                false,
                "The most that were alive at the same time.");
        String cold = TokenStormBenchmark.AT_ONCE;
        double ours = requests.row(cold, TokenStormBenchmark.OURS).value();
        double theirs = requests.row(cold, TokenStormBenchmark.IDENTITY).value();
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "When %s ask at once and there is no token, Latchkey makes %,.0f request, azure-identity %,.0f and MSAL4J"
                                + " %,.0f; when the endpoint fails once, %,.0f, %,.0f and %,.0f of them get an error.",
                        many,
                        ours,
                        theirs,
                        requests.row(cold, TokenStormBenchmark.MSAL).value(),
                        errors.row(TokenStormBenchmark.FAILS_ONCE, TokenStormBenchmark.OURS)
                                .value(),
                        errors.row(TokenStormBenchmark.FAILS_ONCE, TokenStormBenchmark.IDENTITY)
                                .value(),
                        errors.row(TokenStormBenchmark.FAILS_ONCE, TokenStormBenchmark.MSAL)
                                .value()),
                method,
                List.of(requests, errors, last, threads),
                List.of(
                        Target.atMost("Requests of a cold start", 1, ours),
                        Target.atMost(
                                "Requests when the endpoint fails once",
                                2,
                                requests.row(TokenStormBenchmark.FAILS_ONCE, TokenStormBenchmark.OURS)
                                        .value()),
                        Target.atMost(
                                "Errors when the endpoint fails once",
                                0,
                                errors.row(TokenStormBenchmark.FAILS_ONCE, TokenStormBenchmark.OURS)
                                        .value())),
                List.of(
                        new Figure(
                                "Requests of a cold start with " + many + ", azure-identity to ours",
                                theirs / ours,
                                requests.id()),
                        new Figure(
                                "Requests of a cold start with " + many + ", MSAL4J to ours",
                                requests.row(cold, TokenStormBenchmark.MSAL).value() / ours,
                                requests.id())));
    }

    private static Chart chart(
            List<JsonNode> said, String what, String title, String unit, boolean logarithmic, String note) {
        Map<List<String>, List<Double>> values = new LinkedHashMap<>();
        for (JsonNode line : said) {
            values.computeIfAbsent(
                            List.of(
                                    line.get("endpoint").asText(),
                                    line.get("contender").asText()),
                            key -> new ArrayList<>())
                    .add(line.get(what).asDouble());
        }
        List<Row> rows = new ArrayList<>();
        values.forEach((key, samples) -> rows.add(Row.measured(
                key.get(0),
                key.get(1),
                key.get(1).equals(TokenStormBenchmark.OURS) ? Row.Kind.OURS : Row.Kind.PEER,
                Samples.of(samples))));
        rows.sort(Comparator.comparing(row -> TokenStormBenchmark.ENDPOINTS.indexOf(row.group())));
        return new Chart("storms." + what, title, unit, Chart.Better.LOWER, logarithmic, note, rows);
    }
}
