package io.github.latchkey.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents quote what the committed report says, and nothing else. */
class FiguresTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> IDS =
            Report.QUESTIONS.stream().map(Question::id).toList();

    /** A measured claim: a ratio or a time to a precision that somebody must have measured. */
    private static final Pattern CLAIM = Pattern.compile("\\d[\\d.,]* ?(?:ns|\u00b5s|us|nanoseconds|microseconds)\\b"
            + "|\\d[\\d.,]* ?(?:\u00d7|times) (?:as |faster|slower|smaller|less|fewer|more|leaner)");

    @Test
    void readme_figures_areThoseOfTheCommittedReport() throws IOException {
        List<Finding> findings = Reports.read(PROJECT.resolve("benchmarks/report"), IDS);
        if (findings.isEmpty()) {
            System.out.println("There is no report in benchmarks/report yet: no figure can be quoted.");
        }
        assertThat(findings)
                .as("a short run must not be committed")
                .allSatisfy(finding -> assertThat(finding.full()).isTrue());
        assertThat(Figures.quoted(PROJECT.resolve("README.md")))
                .as("the figures of README.md; run the report with --page to bring them up to date")
                .isEqualTo(Figures.markdown(findings));
    }

    @Test
    void documents_outsideTheFigures_claimNoMeasurement() throws IOException {
        List<String> claims = new ArrayList<>();
        for (Path document : documents()) {
            String text = Files.readString(document).replaceAll("(?s)<!-- figures.*?<!-- end of figures -->", "");
            Matcher matcher = CLAIM.matcher(text);
            while (matcher.find()) {
                claims.add(PROJECT.relativize(document) + ": " + matcher.group());
            }
        }
        assertThat(claims).isEmpty();
    }

    @Test
    void update_putsTheTableBetweenTheMarks(@TempDir Path directory) throws IOException {
        Path document = directory.resolve("README.md");
        Files.writeString(document, """
                before
                <!-- figures: made by the benchmarks' report, see benchmarks/README.md -->
                old
                <!-- end of figures -->
                after
                """);
        Finding finding = Findings.of(true, null, List.of(new Figure("bytes, theirs to ours", 4.5, "client.bytes")));

        Figures.update(document, List.of(finding));

        assertThat(Files.readString(document)).startsWith("before\n").endsWith("<!-- end of figures -->\nafter\n");
        assertThat(Figures.quoted(document))
                .isEqualTo(Figures.markdown(List.of(finding)))
                .contains("| 4.50 | bytes, theirs to ours |")
                .contains("Measured on 2026-11-30, Processor, 2 cores, JVM 17.");
    }

    @Test
    void markdown_ofAShortRun_quotesNothing() {
        assertThat(Figures.markdown(List.of(Findings.of(false, null, List.of(new Figure("x", 1, "c"))))))
                .isEqualTo(Figures.markdown(List.of()));
    }

    /** What users read. Decisions and designs are dated: they tell what was measured when they were made. */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CHANGELOG.md").map(PROJECT::resolve),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .filter(file -> !file.startsWith(PROJECT.resolve("docs/decisions"))))
                    .toList();
        }
    }
}
