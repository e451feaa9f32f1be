package io.github.latchkey.bench.footprint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.bench.process.Child;
import io.github.latchkey.bench.report.Answer;
import io.github.latchkey.bench.report.Chart;
import io.github.latchkey.bench.report.Dependencies;
import io.github.latchkey.bench.report.Figure;
import io.github.latchkey.bench.report.Question;
import io.github.latchkey.bench.report.Row;
import io.github.latchkey.bench.report.Run;
import io.github.latchkey.bench.report.Samples;
import io.github.latchkey.bench.report.Target;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to be shipped and loaded: jars, classes, and the time from the start of a JVM to its first token. */
public final class FootprintQuestion implements Question {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CLIENT = "latchkey-batch-client (Batch and sign-in)";
    private static final String AUTH = "latchkey-auth-reactive (sign-in)";
    private static final String AZURE = "azure-identity + azure-core-http-netty (sign-in)";

    @Override
    public String id() {
        return "footprint";
    }

    @Override
    public String title() {
        return "How much must be shipped and loaded before the first token is there?";
    }

    @Override
    public Answer ask(Run run) throws Exception {
        Dependencies dependencies = Dependencies.read(Dependencies.directory());
        Map<String, Path> client = dependencies.closure("latchkey-batch-client");
        Map<String, Path> auth = dependencies.closure("latchkey-auth-reactive");
        Map<String, Path> azure = dependencies.closure("azure-identity", "azure-core-http-netty");
        Chart jars = new Chart(
                "footprint.jars",
                "How many jars does it bring?",
                "jars at run time",
                Chart.Better.LOWER,
                false,
                "What Maven resolves at run time for somebody who depends on this alone, with the versions that this build"
                        + " manages, the same netty, Reactor and Jackson for all.",
                List.of(
                        Row.counted(null, CLIENT, Row.Kind.OURS, client.size()),
                        Row.counted(null, AUTH, Row.Kind.FLOOR, auth.size()),
                        Row.counted(null, AZURE, Row.Kind.PEER, azure.size())));
        Chart size = new Chart(
                "footprint.size",
                "How large are they?",
                "MB of jars at run time",
                Chart.Better.LOWER,
                false,
                "The size of the same jars.",
                List.of(
                        Row.counted(null, CLIENT, Row.Kind.OURS, megabytes(client)),
                        Row.counted(null, AUTH, Row.Kind.FLOOR, megabytes(auth)),
                        Row.counted(null, AZURE, Row.Kind.PEER, megabytes(azure))));
        List<Chart> charts = new ArrayList<>(List.of(jars, size));
        charts.addAll(firstTokens(run, client, azure));
        Chart time = charts.get(3);
        return new Answer(
                String.format(
                        Locale.ROOT,
                        "The Batch client with sign-in needs %d jars of %.1f MB, azure-identity with its HTTP client %d jars of"
                                + " %.1f MB. From the start of a JVM to the first token it takes %.0f ms against %.0f ms, and"
                                + " %,.0f classes against %,.0f.",
                        client.size(),
                        megabytes(client),
                        azure.size(),
                        megabytes(azure),
                        time.row(null, CLIENT).value(),
                        time.row(null, AZURE).value(),
                        charts.get(2).row(null, CLIENT).value(),
                        charts.get(2).row(null, AZURE).value()),
                "",
                charts,
                List.of(
                        Target.atMost(
                                "Jars at run time, less than azure-identity + azure-core-http-netty",
                                azure.size() - 1.0,
                                client.size()),
                        Target.atMost("MB of jars, less than theirs", megabytes(azure), megabytes(client))),
                charts.stream()
                        .map(chart -> new Figure(
                                chart.title() + " " + AZURE + ", to ours",
                                chart.row(null, AZURE).value()
                                        / chart.row(null, CLIENT).value(),
                                chart.id()))
                        .toList());
    }

    private static List<Chart> firstTokens(Run run, Map<String, Path> client, Map<String, Path> azure)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("first-token");
        List<Double> ourTimes = new ArrayList<>();
        List<Double> theirTimes = new ArrayList<>();
        List<Double> ourClasses = new ArrayList<>();
        List<Double> theirClasses = new ArrayList<>();
        Path trust = directory.resolve("trust.p12");
        try (Child entra = Child.of(EntraProcess.class).arguments(trust).start()) {
            JsonNode site = entra.hear(PATIENCE);
            int rounds = run.pick(21, 5, 1);
            for (int i = 0; i <= rounds; i++) {
                boolean counts = i > 0 || rounds == 1; // the first fills the disk's cache
                start(directory, trust, client, FirstTokenOfLatchkey.class, site, counts, ourTimes, ourClasses);
                start(directory, trust, azure, FirstTokenOfAzureIdentity.class, site, counts, theirTimes, theirClasses);
            }
        } finally {
            delete(directory);
        }
        Samples ours = Samples.of(ourTimes);
        Samples theirs = Samples.of(theirTimes);
        run.progress("footprint: first token after %.0f ms, azure-identity %.0f ms", ours.median(), theirs.median());
        return List.of(
                new Chart(
                        "footprint.classes",
                        "How many classes are loaded for the first token?",
                        "classes, the JDK's included",
                        Chart.Better.LOWER,
                        false,
                        "Told by the JVM when the token was there.",
                        List.of(
                                Row.measured(null, CLIENT, Row.Kind.OURS, Samples.of(ourClasses)),
                                Row.measured(null, AZURE, Row.Kind.PEER, Samples.of(theirClasses)))),
                new Chart(
                        "footprint.first-token",
                        "How long does it take from the start of a JVM to the first token?",
                        "milliseconds",
                        Chart.Better.LOWER,
                        false,
                        "From the start of the process until it says that it has a token of a FakeEntra in another process, over"
                                + " TLS; processes of the two take turns. A bar is the median, its whisker holds the median"
                                + " with 95 % confidence.",
                        List.of(
                                Row.measured(null, CLIENT, Row.Kind.OURS, ours),
                                Row.measured(null, AZURE, Row.Kind.PEER, theirs))));
    }

    private static void start(
            Path directory,
            Path trust,
            Map<String, Path> jars,
            Class<?> program,
            JsonNode site,
            boolean counts,
            List<Double> times,
            List<Double> classes)
            throws IOException, InterruptedException {
        Child.Builder child = Child.of(program)
                .options(
                        "-Djavax.net.ssl.trustStore=" + trust,
                        "-Djavax.net.ssl.trustStorePassword=" + EntraProcess.STORE_PASSWORD)
                .classPath(copyOf(program, directory)
                        + File.pathSeparator
                        + jars.values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)))
                .arguments(
                        site.get("authority").asText(),
                        site.get("tenant").asText(),
                        site.get("client").asText(),
                        site.get("secret").asText());
        long start = System.nanoTime();
        try (Child running = child.start()) {
            JsonNode said = running.hear(PATIENCE);
            if (counts) {
                times.add((System.nanoTime() - start) / 1e6);
                classes.add(said.get("classes").asDouble());
            }
        }
    }

    /** Puts the program alone on a class path: beside it in our own jar are libraries that it must not find. */
    private static Path copyOf(Class<?> program, Path directory) throws IOException {
        String name = program.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("classes").resolve(name);
        if (!Files.exists(copy)) {
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            try (InputStream in = Objects.requireNonNull(program.getResourceAsStream("/" + name), name)) {
                Files.copy(in, copy);
            }
        }
        return directory.resolve("classes");
    }

    private static double megabytes(Map<String, Path> jars) throws IOException {
        long bytes = 0;
        for (Path jar : jars.values()) {
            try (Stream<Path> files = Files.walk(jar)) {
                bytes += files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
        }
        return bytes / 1e6;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
