package io.github.latchkey.batch.jobschedule;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a job schedule. Open: a value that is not listed here is kept as it came. */
public final class JobScheduleState extends OpenEnum {

    /** Sent as {@code active}. */
    public static final JobScheduleState ACTIVE = new JobScheduleState("active");

    /** Sent as {@code completed}. */
    public static final JobScheduleState COMPLETED = new JobScheduleState("completed");

    /** Sent as {@code disabled}. */
    public static final JobScheduleState DISABLED = new JobScheduleState("disabled");

    /** Sent as {@code terminating}. */
    public static final JobScheduleState TERMINATING = new JobScheduleState("terminating");

    /** Sent as {@code deleting}. */
    public static final JobScheduleState DELETING = new JobScheduleState("deleting");

    private static final Known<JobScheduleState> KNOWN =
            new Known<>(JobScheduleState::new, List.of(ACTIVE, COMPLETED, DISABLED, TERMINATING, DELETING));

    private JobScheduleState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JobScheduleState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<JobScheduleState> values() {
        return KNOWN.values();
    }
}
