package io.github.latchkey.bench.report;

import java.util.List;

/**
 * What a question found out.
 *
 * @param text the answer in a sentence or two, made from the numbers
 * @param method how it was measured, as far as it holds for all pictures
 * @param charts the pictures
 * @param targets what the project wanted to reach
 * @param figures what documents may quote
 */
public record Answer(String text, String method, List<Chart> charts, List<Target> targets, List<Figure> figures) {}
