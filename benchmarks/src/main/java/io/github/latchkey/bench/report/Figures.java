package io.github.latchkey.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table of figures in the project's README: made from the report, and nowhere else is a figure quoted. */
final class Figures {

    private static final String START = "<!-- figures: made by the benchmarks' report, see benchmarks/README.md -->";
    private static final String END = "<!-- end of figures -->";
    private static final String NONE = "The report has not been made yet.";

    private Figures() {}

    /** Puts the figures into a document, between its marks. */
    static void update(Path document, List<Finding> findings) throws IOException {
        String text = Files.readString(document);
        int start = text.indexOf(START);
        int end = text.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalStateException(
                    document + " has no place for figures; it needs the lines\n" + START + "\n" + END);
        }
        Files.writeString(
                document,
                text.substring(0, start + START.length()) + "\n\n" + markdown(findings) + "\n\n" + text.substring(end),
                StandardCharsets.UTF_8);
    }

    /** Returns what stands between the marks of a document. */
    static String quoted(Path document) throws IOException {
        String text = Files.readString(document);
        return text.substring(text.indexOf(START) + START.length(), text.indexOf(END))
                .strip();
    }

    /** Returns the table; a sentence while there is no full report. */
    static String markdown(List<Finding> findings) {
        List<Finding> full = findings.stream()
                .filter(finding -> finding.full() && finding.error() == null)
                .toList();
        if (full.isEmpty()) {
            return NONE;
        }
        StringBuilder table = new StringBuilder("| ratio | of what |\n|---:|---|\n");
        for (Finding finding : full) {
            for (Figure figure : finding.figures()) {
                table.append("| ")
                        .append(Numbers.of(figure.ratio()))
                        .append(" | ")
                        .append(figure.text().replace("|", "/"))
                        .append(" |\n");
            }
        }
        Finding first = full.get(0);
        Machine machine = first.machine();
        return table.append("\nMeasured on ")
                .append(first.date(), 0, 10)
                .append(", ")
                .append(machine.processor())
                .append(", ")
                .append(machine.cores())
                .append(" cores, ")
                .append(machine.java())
                .append('.')
                .toString();
    }
}
