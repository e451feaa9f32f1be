package io.github.latchkey.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Asks every question in seconds, so that none can rot, and looks at the page. */
class ReportTest {

    private static final List<String> IDS =
            Report.QUESTIONS.stream().map(Question::id).toList();
    private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @Test
    void report_everyQuestionAtLeastEffort_isAnsweredAndShown(@TempDir Path directory) throws Exception {
        boolean answered =
                Report.run(Report.Options.parse(new String[] {"--tiny", "--out", directory.toString()}, IDS));

        assertThat(answered).isTrue();
        List<Finding> findings = Reports.read(directory, IDS);
        assertThat(findings).extracting(Finding::id).isEqualTo(IDS);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.error()).isNull();
            assertThat(finding.answer()).matches(Pattern.compile(".*\\d.*", Pattern.DOTALL));
            assertThat(finding.charts()).isNotEmpty();
            assertThat(finding.full()).isFalse();
        });
        String html = Files.readString(directory.resolve("index.html"));
        assertThat(html).contains("results of a short run");
        assertSelfContained(html);
        assertChartsCanBeRead(html, findings);
    }

    @Test
    void page_withAFailedQuestion_saysSo() {
        Finding failed = Findings.of(true, "java.io.IOException: no <space> left", List.of());

        assertThat(Page.of(List.of(failed))).contains("It failed: java.io.IOException: no &lt;space&gt; left");
    }

    @Test
    void options_thatDoNotExist_areNamed() {
        assertThatThrownBy(() -> Report.Options.parse(new String[] {"--quick"}, IDS))
                .hasMessage("There is no option --quick.");
        assertThatThrownBy(() -> Report.Options.parse(new String[] {"--only", "client,weather"}, IDS))
                .hasMessage("There is no question weather.");
        assertThatThrownBy(() -> Report.Options.parse(new String[] {"--out"}, IDS))
                .hasMessage("--out needs a value.");
    }

    /** No element loads anything; links lead within the page. */
    private static void assertSelfContained(String html) {
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("<img")
                .doesNotContain("<iframe")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .doesNotContain("src=");
        Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
        while (links.find()) {
            assertThat(links.group(1)).startsWith("#");
            assertThat(html).contains("id=\"" + links.group(1).substring(1) + "\"");
        }
    }

    private static void assertChartsCanBeRead(String html, List<Finding> findings) throws Exception {
        List<Chart> charts =
                findings.stream().flatMap(finding -> finding.charts().stream()).toList();
        List<String> pictures =
                SVG.matcher(html).results().map(match -> match.group()).toList();
        assertThat(pictures).hasSameSizeAs(charts);
        for (int i = 0; i < charts.size(); i++) {
            Chart chart = charts.get(i);
            Document svg = Xml.parse(pictures.get(i));
            Element root = svg.getDocumentElement();
            assertThat(root.getAttribute("role")).isEqualTo("img");
            assertThat(root.getAttribute("aria-labelledby").split(" "))
                    .containsExactly(id(svg, "title"), id(svg, "desc"));
            assertThat(text(svg, "title")).isEqualTo(chart.title()).endsWith("?");
            assertThat(text(svg, "desc"))
                    .contains(chart.unit())
                    .contains(chart.better().words());
            assertThat(root.getTextContent())
                    .as("the axis of %s names its unit and which direction is better", chart.id())
                    .contains(chart.unit() + (chart.logarithmic() ? ", logarithmic" : "") + "; "
                            + chart.better().words());
            assertThat(svg.getElementsByTagName("rect").getLength())
                    .isEqualTo(chart.rows().size());
        }
        assertThat(Pattern.compile("<figure.*?<table>.*?</figure>", Pattern.DOTALL)
                        .matcher(html)
                        .results())
                .as("a table beside each chart")
                .hasSameSizeAs(charts);
    }

    private static String id(Document svg, String tag) {
        return element(svg, tag).getAttribute("id");
    }

    private static String text(Document svg, String tag) {
        return element(svg, tag).getTextContent();
    }

    private static Element element(Document svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        assertThat(found.getLength()).isEqualTo(1);
        return (Element) found.item(0);
    }
}
