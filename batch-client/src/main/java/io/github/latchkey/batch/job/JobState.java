package io.github.latchkey.batch.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a job. Open: a value that is not listed here is kept as it came. */
public final class JobState extends OpenEnum {

    /** Sent as {@code active}. */
    public static final JobState ACTIVE = new JobState("active");

    /** Sent as {@code disabling}. */
    public static final JobState DISABLING = new JobState("disabling");

    /** Sent as {@code disabled}. */
    public static final JobState DISABLED = new JobState("disabled");

    /** Sent as {@code enabling}. */
    public static final JobState ENABLING = new JobState("enabling");

    /** Sent as {@code terminating}. */
    public static final JobState TERMINATING = new JobState("terminating");

    /** Sent as {@code completed}. */
    public static final JobState COMPLETED = new JobState("completed");

    /** Sent as {@code deleting}. */
    public static final JobState DELETING = new JobState("deleting");

    private static final Known<JobState> KNOWN = new Known<>(
            JobState::new, List.of(ACTIVE, DISABLING, DISABLED, ENABLING, TERMINATING, COMPLETED, DELETING));

    private JobState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<JobState> values() {
        return KNOWN.values();
    }
}
