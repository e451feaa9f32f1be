package io.github.latchkey.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The report as one HTML page: nothing is loaded from anywhere, and it can be read without having seen the code. */
final class Page {

    private final StringBuilder out = new StringBuilder();

    private Page() {}

    static String of(List<Finding> findings) {
        Page page = new Page();
        page.whole(findings);
        return page.out.toString();
    }

    /** Says how many times our bar another one is; nothing for ours, and where there is none to compare with. */
    static String ratio(Chart chart, Row row) {
        return chart.reference(row)
                .filter(ours -> ours.value() > 0 && !ours.equals(row))
                .map(ours -> Numbers.of(row.value() / ours.value()) + " \u00d7 ours")
                .orElse("");
    }

    private void whole(List<Finding> findings) {
        add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<meta name=\"color-scheme\" content=\"light dark\">");
        add("<title>Latchkey, measured</title><style>%s</style></head><body><main>", style());
        add("<h1>Latchkey, measured</h1>");
        add(
                "<p class=\"lead\">What the libraries cost, beside what people use today. Each question was asked of everybody in one"
                        + " run; read the ratios, which carry over to other machines better than the times do.</p>");
        if (findings.stream().anyMatch(finding -> !finding.full())) {
            add(
                    "<p class=\"warning\" role=\"note\">This page holds results of a short run. They show that everything works;"
                            + " they are not precise enough to be quoted.</p>");
        }
        add("<nav aria-label=\"Questions\"><ol>");
        for (Finding finding : findings) {
            add("<li><a href=\"#%s\">%s</a></li>", finding.id(), Html.text(finding.title()));
        }
        add("</ol></nav>");
        add(
                "<p class=\"legend\"><span class=\"key ours\"></span> Latchkey <span class=\"key peer\"></span> what people use"
                        + " today <span class=\"key floor\"></span> a floor: what cannot be undercut, or the least that does the"
                        + " same. A line across the end of a bar is the error; what was counted has none.</p>");
        findings.forEach(this::finding);
        add("</main></body></html>");
    }

    private void finding(Finding finding) {
        add("<section id=\"%s\"><h2>%s</h2>", finding.id(), Html.text(finding.title()));
        add("<p class=\"answer\">%s</p>", Html.text(finding.answer()));
        if (!finding.method().isEmpty()) {
            add("<p class=\"method\">%s</p>", Html.text(finding.method()));
        }
        if (finding.error() != null) {
            add("<p class=\"warning\" role=\"alert\">It failed: %s</p>", Html.text(finding.error()));
        }
        targets(finding.targets());
        finding.charts().forEach(this::chart);
        Machine machine = finding.machine();
        add("<h3>To see it again</h3><pre><code>%s</code></pre>", Html.text(finding.command()));
        add(
                "<p class=\"fine\">%s, %s, %d s. %s, %d cores, %d GiB, %s; %s; load average at the start %.1f. %s.</p>",
                finding.date(),
                finding.full() ? "full run" : "short run",
                finding.seconds(),
                Html.text(machine.processor()),
                machine.cores(),
                machine.memoryGiB(),
                Html.text(machine.system()),
                Html.text(machine.java()),
                machine.load(),
                Html.text(versions(machine.versions())));
        add("</section>");
    }

    private void targets(List<Target> targets) {
        if (targets.isEmpty()) {
            return;
        }
        add(
                "<table class=\"targets\"><caption>What the project set itself</caption><thead><tr><th scope=\"col\">Target</th>"
                        + "<th scope=\"col\">Wanted</th><th scope=\"col\">Measured</th><th scope=\"col\">Reached</th></tr></thead>"
                        + "<tbody>");
        for (Target target : targets) {
            add(
                    "<tr><th scope=\"row\">%s</th><td>%s %s</td><td>%s</td><td class=\"%s\">%s</td></tr>",
                    Html.text(target.text()),
                    target.atMost() ? "at most" : "at least",
                    Numbers.of(target.limit()),
                    Numbers.of(target.measured()),
                    target.met() ? "met" : "missed",
                    target.met() ? "yes" : "no");
            if (target.remainder() != null) {
                add("<tr><td colspan=\"4\" class=\"remainder\">%s</td></tr>", Html.text(target.remainder()));
            }
        }
        add("</tbody></table>");
    }

    private void chart(Chart chart) {
        add("<figure id=\"%s\"><figcaption><h3>%s</h3>", chart.id().replace('.', '-'), Html.text(chart.title()));
        add(
                "<p class=\"unit\">%s; <strong>%s</strong></p></figcaption>",
                Html.text(chart.unit()), chart.better().words());
        add("<div class=\"beside\"><div class=\"picture\">%s</div><div class=\"numbers\">", Svg.of(chart));
        boolean groups = chart.rows().stream().map(Row::group).anyMatch(Objects::nonNull);
        boolean ratios =
                chart.rows().stream().anyMatch(row -> !ratio(chart, row).isEmpty());
        add(
                "<table><caption>%s</caption><thead><tr>%s<th scope=\"col\">Who or what</th><th scope=\"col\">Value</th>"
                        + "<th scope=\"col\">95&nbsp;%% interval</th><th scope=\"col\">Samples</th>%s</tr></thead><tbody>",
                Html.text(chart.unit()),
                groups ? "<th scope=\"col\">Case</th>" : "",
                ratios ? "<th scope=\"col\">Ratio</th>" : "");
        for (Row row : chart.rows()) {
            add(
                    "<tr>%s<th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td>%s</tr>",
                    groups ? "<td>" + Html.text(row.group() == null ? "" : row.group()) + "</td>" : "",
                    Html.text(row.label()),
                    Numbers.of(row.value()),
                    row.low() == null || row.high() == null
                            ? "counted"
                            : Numbers.of(row.low()) + "\u2013" + Numbers.of(row.high()),
                    row.samples() == 0 ? "" : Integer.toString(row.samples()),
                    ratios ? "<td>" + ratio(chart, row) + "</td>" : "");
        }
        add("</tbody></table></div></div><p class=\"fine\">%s</p></figure>", Html.text(chart.note()));
    }

    private static String versions(Map<String, String> versions) {
        return String.join(
                ", ",
                versions.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"), "page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // it is, by its last parameter
    private void add(String format, Object... arguments) {
        out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
                .append('\n');
    }
}
