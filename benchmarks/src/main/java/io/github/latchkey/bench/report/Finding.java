package io.github.latchkey.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param id the question's name
 * @param title the question
 * @param full whether it was measured in full; a short run shows that everything works, not how fast
 * @param date when
 * @param seconds how long it took
 * @param machine on what
 * @param command what to type to see it again
 * @param error why there is no answer; absent if there is one
 * @param answer the answer in a sentence or two, with numbers
 * @param method how it was measured, as far as it holds for all pictures
 * @param charts the pictures
 * @param targets what the project wanted to reach
 * @param figures what documents may quote
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        String id,
        String title,
        boolean full,
        String date,
        long seconds,
        Machine machine,
        String command,
        @Nullable String error,
        String answer,
        String method,
        List<Chart> charts,
        List<Target> targets,
        List<Figure> figures) {

    /** Copies. */
    public Finding {
        charts = List.copyOf(charts);
        targets = List.copyOf(targets);
        figures = List.copyOf(figures);
    }
}
