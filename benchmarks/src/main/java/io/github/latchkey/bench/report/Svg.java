package io.github.latchkey.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Draws a chart: horizontal bars with whiskers, colours from the page's style so that they follow light and dark. */
final class Svg {

    private static final int WIDTH = 720;
    private static final int LEFT = 8;
    private static final int BARS = 540; // the widest a bar with its whisker may be
    private static final int BAR = 14;
    private static final int STEP = 40;
    private static final int GROUP = 30;
    private static final int TOP = 10;
    private static final int BOTTOM = 46;

    private final Chart chart;
    private final StringBuilder out = new StringBuilder();
    private final Axis axis;

    private Svg(Chart chart) {
        this.chart = chart;
        double most = chart.rows().stream()
                .mapToDouble(row -> Math.max(row.value(), row.high() == null ? 0 : row.high()))
                .max()
                .orElse(1);
        double least = chart.rows().stream()
                .mapToDouble(Row::value)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        this.axis = chart.logarithmic() ? Axis.logarithmic(least, most) : Axis.linear(most);
    }

    static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    private String draw() {
        long groups = chart.rows().stream()
                .map(Row::group)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        int bottom = TOP + (int) groups * GROUP + chart.rows().size() * STEP;
        add(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">",
                WIDTH, bottom + BOTTOM, id(), id());
        add("<title id=\"%s-t\">%s</title>", id(), Html.text(chart.title()));
        add(
                "<desc id=\"%s-d\">Bars, in %s; %s. The table beside it has the numbers.</desc>",
                id(), Html.text(chart.unit()), chart.better().words());
        for (double tick : axis.ticks()) {
            double x = LEFT + axis.at(tick) * BARS;
            add("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x, TOP, x, bottom);
            add(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    x, bottom + 16, x < LEFT + 10 ? "start" : "middle", Numbers.shortly(tick));
        }
        int y = TOP;
        String group = null;
        for (Row row : chart.rows()) {
            if (row.group() != null && !row.group().equals(group)) {
                group = row.group();
                add("<text class=\"group\" x=\"%d\" y=\"%d\">%s</text>", LEFT, y + 20, Html.text(group));
                y += GROUP;
            }
            bar(row, y);
            y += STEP;
        }
        add(
                "<text class=\"unit\" x=\"%d\" y=\"%d\">%s%s; %s</text>",
                LEFT,
                bottom + 36,
                Html.text(chart.unit()),
                chart.logarithmic() ? ", logarithmic" : "",
                chart.better().words());
        return out.append("</svg>").toString();
    }

    private void bar(Row row, int y) {
        int top = y + 18;
        double width = Math.max(axis.at(row.value()) * BARS, 1);
        String ratio = Page.ratio(chart, row);
        add("<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 5, Html.text(row.label()));
        add(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                row.kind().name().toLowerCase(Locale.ROOT), LEFT, top, width, BAR);
        double end = width;
        if (row.low() != null && row.high() != null) {
            double from = LEFT + axis.at(row.low()) * BARS;
            double to = LEFT + axis.at(row.high()) * BARS;
            int middle = top + BAR / 2;
            add(
                    "<path class=\"whisker\" d=\"M%.1f %dH%.1fM%.1f %dv8M%.1f %dv8\"/>",
                    from, middle, to, from, middle - 4, to, middle - 4);
            end = Math.max(end, to - LEFT);
        }
        add(
                "<text class=\"value\" x=\"%.1f\" y=\"%d\">%s%s</text>",
                LEFT + end + 8, top + BAR - 3, Numbers.of(row.value()), ratio.isEmpty() ? "" : " \u00b7 " + ratio);
    }

    private String id() {
        return chart.id().replace('.', '-');
    }

    @SuppressWarnings("AnnotateFormatMethod") // it is, by its last parameter
    private void add(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** Where a value lies, from 0 to 1. */
    private record Axis(double from, double to, boolean logarithmic, List<Double> ticks) {

        static Axis linear(double most) {
            double rough = Math.max(most, 1e-9) / 5;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i * step <= most * 1.0001; i++) {
                ticks.add(i * step);
            }
            return new Axis(0, most, false, ticks);
        }

        static Axis logarithmic(double least, double most) {
            double from = Math.pow(10, Math.floor(Math.log10(least) - 0.05));
            List<Double> ticks = new ArrayList<>();
            for (double tick = from; tick <= most * 1.0001; tick *= 10) {
                ticks.add(tick);
            }
            return new Axis(from, Math.max(most, from * 10), true, ticks);
        }

        double at(double value) {
            if (!logarithmic) {
                return value / to;
            }
            return value <= from ? 0 : Math.log(value / from) / Math.log(to / from);
        }
    }
}
