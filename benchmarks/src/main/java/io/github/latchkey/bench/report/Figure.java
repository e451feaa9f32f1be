package io.github.latchkey.bench.report;

/**
 * A number that documents may quote.
 *
 * @param text what it says, as {@code CPU time of a list of 100 jobs, azure-core pipeline to ours}
 * @param ratio the number
 * @param chart the chart that it is taken from
 */
public record Figure(String text, double ratio, String chart) {}
