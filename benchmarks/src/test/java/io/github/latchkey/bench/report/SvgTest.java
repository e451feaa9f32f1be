package io.github.latchkey.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A picture must not lie. */
class SvgTest {

    @Test
    void bars_onALinearAxis_areAsLongAsTheirValues() throws Exception {
        List<Double> widths = widths(chart(false, 10, 20, 40));

        assertThat(widths.get(1) / widths.get(0)).isBetween(1.99, 2.01);
        assertThat(widths.get(2) / widths.get(0)).isBetween(3.99, 4.01);
    }

    @Test
    void bars_onALogarithmicAxis_growByTheSameForEachPower() throws Exception {
        List<Double> widths = widths(chart(true, 10, 100, 1_000));

        assertThat(widths.get(2) - widths.get(1))
                .isBetween(widths.get(1) - widths.get(0) - 0.2, widths.get(1) - widths.get(0) + 0.2);
    }

    @Test
    void whisker_ofSamples_goesFromLowToHigh_andCountsHaveNone() throws Exception {
        Chart chart = new Chart(
                "c.x",
                "How much?",
                "kB",
                Chart.Better.LOWER,
                false,
                "",
                List.of(
                        Row.measured(null, "ours", Row.Kind.OURS, new Samples(50, 40, 100, 9)),
                        Row.counted(null, "theirs", Row.Kind.PEER, 100)));
        NodeList whiskers = Xml.parse(Svg.of(chart)).getElementsByTagName("path");

        assertThat(whiskers.getLength()).isEqualTo(1);
        double widest = widths(chart).get(1);
        double from = 8 + 0.4 * widest;
        assertThat(((Element) whiskers.item(0)).getAttribute("d"))
                .startsWith(String.format(java.util.Locale.ROOT, "M%.1f ", from));
    }

    @Test
    void ratio_isToOurBarOfTheSameGroup() {
        Row ours = Row.counted("a", "ours", Row.Kind.OURS, 2);
        Row theirs = Row.counted("a", "theirs", Row.Kind.PEER, 5);
        Row alone = Row.counted("b", "theirs", Row.Kind.PEER, 5);
        Chart chart = new Chart("c.x", "How much?", "kB", Chart.Better.LOWER, false, "", List.of(ours, theirs, alone));

        assertThat(Page.ratio(chart, theirs)).isEqualTo("2.50 \u00d7 ours");
        assertThat(Page.ratio(chart, ours)).isEmpty();
        assertThat(Page.ratio(chart, alone)).isEmpty();
    }

    private static Chart chart(boolean logarithmic, double... values) {
        return new Chart(
                "c.x",
                "How much?",
                "kB",
                Chart.Better.LOWER,
                logarithmic,
                "",
                java.util.Arrays.stream(values)
                        .mapToObj(value -> Row.counted(null, "a & b", Row.Kind.PEER, value))
                        .toList());
    }

    private static List<Double> widths(Chart chart) throws Exception {
        NodeList bars = Xml.parse(Svg.of(chart)).getElementsByTagName("rect");
        return java.util.stream.IntStream.range(0, bars.getLength())
                .mapToObj(i -> Double.valueOf(((Element) bars.item(i)).getAttribute("width")))
                .toList();
    }
}
