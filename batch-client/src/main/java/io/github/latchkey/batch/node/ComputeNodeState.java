package io.github.latchkey.batch.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a node. Open: a value that is not listed here is kept as it came. */
public final class ComputeNodeState extends OpenEnum {

    /** Sent as {@code idle}. */
    public static final ComputeNodeState IDLE = new ComputeNodeState("idle");

    /** Sent as {@code rebooting}. */
    public static final ComputeNodeState REBOOTING = new ComputeNodeState("rebooting");

    /** Sent as {@code reimaging}. */
    public static final ComputeNodeState REIMAGING = new ComputeNodeState("reimaging");

    /** Sent as {@code running}. */
    public static final ComputeNodeState RUNNING = new ComputeNodeState("running");

    /** Sent as {@code unusable}. */
    public static final ComputeNodeState UNUSABLE = new ComputeNodeState("unusable");

    /** Sent as {@code creating}. */
    public static final ComputeNodeState CREATING = new ComputeNodeState("creating");

    /** Sent as {@code starting}. */
    public static final ComputeNodeState STARTING = new ComputeNodeState("starting");

    /** Sent as {@code waitingforstarttask}. */
    public static final ComputeNodeState WAITING_FOR_START_TASK = new ComputeNodeState("waitingforstarttask");

    /** Sent as {@code starttaskfailed}. */
    public static final ComputeNodeState START_TASK_FAILED = new ComputeNodeState("starttaskfailed");

    /** Sent as {@code unknown}. */
    public static final ComputeNodeState UNKNOWN = new ComputeNodeState("unknown");

    /** Sent as {@code leavingpool}. */
    public static final ComputeNodeState LEAVING_POOL = new ComputeNodeState("leavingpool");

    /** Sent as {@code offline}. */
    public static final ComputeNodeState OFFLINE = new ComputeNodeState("offline");

    /** Sent as {@code preempted}. */
    public static final ComputeNodeState PREEMPTED = new ComputeNodeState("preempted");

    /** Sent as {@code upgradingos}. */
    public static final ComputeNodeState UPGRADING_OS = new ComputeNodeState("upgradingos");

    /** Sent as {@code deallocated}. */
    public static final ComputeNodeState DEALLOCATED = new ComputeNodeState("deallocated");

    /** Sent as {@code deallocating}. */
    public static final ComputeNodeState DEALLOCATING = new ComputeNodeState("deallocating");

    private static final Known<ComputeNodeState> KNOWN = new Known<>(
            ComputeNodeState::new,
            List.of(
                    IDLE,
                    REBOOTING,
                    REIMAGING,
                    RUNNING,
                    UNUSABLE,
                    CREATING,
                    STARTING,
                    WAITING_FOR_START_TASK,
                    START_TASK_FAILED,
                    UNKNOWN,
                    LEAVING_POOL,
                    OFFLINE,
                    PREEMPTED,
                    UPGRADING_OS,
                    DEALLOCATED,
                    DEALLOCATING));

    private ComputeNodeState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ComputeNodeState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ComputeNodeState> values() {
        return KNOWN.values();
    }
}
