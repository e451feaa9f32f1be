package io.github.latchkey.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A picture and its table.
 *
 * @param id names the chart for good, as {@code client.list-page.cpu}
 * @param title the question that it answers
 * @param unit of the axis
 * @param better which direction is better
 * @param logarithmic whether the axis is
 * @param note how it was measured
 * @param rows the bars
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Chart(
        String id, String title, String unit, Better better, boolean logarithmic, String note, List<Row> rows) {

    /** Copies. */
    public Chart {
        rows = List.copyOf(rows);
    }

    /** A direction. */
    public enum Better {
        /** Short bars are good. */
        LOWER("lower is better"),
        /** Long bars are good. */
        HIGHER("higher is better");

        private final String words;

        Better(String words) {
            this.words = words;
        }

        /** Says it. */
        public String words() {
            return words;
        }
    }

    /** Finds a bar. */
    public Row row(@Nullable String group, String label) {
        return rows.stream()
                .filter(row -> row.label().equals(label) && (group == null || group.equals(row.group())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " has no bar " + group + ", " + label));
    }

    /** The bar that others of the same group are compared with: ours, else none. */
    public Optional<Row> reference(Row row) {
        return rows.stream()
                .filter(other -> other.kind() == Row.Kind.OURS
                        && (row.group() == null || row.group().equals(other.group())))
                .findFirst();
    }
}
