package io.github.latchkey.batch.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do when a task ends in a given way.
 *
 * @param exitCodes what to do by exit code; wins over ranges
 * @param exitCodeRanges what to do by ranges of exit codes
 * @param preProcessingError what to do when the task could not be started, as for a resource file that cannot be
 *     downloaded
 * @param fileUploadError what to do when an output file could not be uploaded
 * @param defaultOptions what to do where no other condition fits
 */
@Buildable
public record ExitConditions(
        @Nullable List<ExitCodeMapping> exitCodes,
        @Nullable List<ExitCodeRangeMapping> exitCodeRanges,
        @Nullable ExitOptions preProcessingError,
        @Nullable ExitOptions fileUploadError,
        @JsonProperty("default") @Nullable ExitOptions defaultOptions) {
    /** Copies lists. */
    public ExitConditions {
        exitCodes = exitCodes == null ? null : List.copyOf(exitCodes);
        exitCodeRanges = exitCodeRanges == null ? null : List.copyOf(exitCodeRanges);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ExitConditionsBuilder builder() {
        return ExitConditionsBuilder.builder();
    }
}
