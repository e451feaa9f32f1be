package io.github.latchkey.batch.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a job release task. Open: a value that is not listed here is kept as it came. */
public final class JobReleaseTaskState extends OpenEnum {

    /** Sent as {@code running}. */
    public static final JobReleaseTaskState RUNNING = new JobReleaseTaskState("running");

    /** Sent as {@code completed}. */
    public static final JobReleaseTaskState COMPLETED = new JobReleaseTaskState("completed");

    private static final Known<JobReleaseTaskState> KNOWN =
            new Known<>(JobReleaseTaskState::new, List.of(RUNNING, COMPLETED));

    private JobReleaseTaskState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobReleaseTaskState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<JobReleaseTaskState> values() {
        return KNOWN.values();
    }
}
