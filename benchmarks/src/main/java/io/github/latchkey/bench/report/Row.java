package io.github.latchkey.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One bar of a chart.
 *
 * @param group what the bar stands under, {@code null} in a chart without groups
 * @param label who or what was measured
 * @param kind whose it is
 * @param value the value, a median where there are samples
 * @param low where its interval starts, {@code null} for what was counted
 * @param high where its interval ends
 * @param samples how many measurements there were, 0 for what was counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Row(
        @Nullable String group,
        String label,
        Kind kind,
        double value,
        @Nullable Double low,
        @Nullable Double high,
        int samples) {

    /** Whose bar it is. */
    public enum Kind {
        /** This project's. */
        OURS,
        /** What people use today. */
        PEER,
        /** A floor: what cannot be undercut, or the least that does the same. */
        FLOOR
    }

    /** Makes a bar of measurements. */
    public static Row measured(@Nullable String group, String label, Kind kind, Samples samples) {
        return new Row(group, label, kind, samples.median(), samples.low(), samples.high(), samples.count());
    }

    /** Makes a bar of something that was counted, which has no error. */
    public static Row counted(@Nullable String group, String label, Kind kind, double value) {
        return new Row(group, label, kind, value, null, null, 0);
    }
}
