package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * A folder of the host. Since service version 2024-07-01.20.0. Open: a value that is not listed here is kept as it
 * came.
 */
public final class ContainerHostDataPath extends OpenEnum {

    /** Sent as {@code Shared}. */
    public static final ContainerHostDataPath SHARED = new ContainerHostDataPath("Shared");

    /** Sent as {@code Startup}. */
    public static final ContainerHostDataPath STARTUP = new ContainerHostDataPath("Startup");

    /** Sent as {@code VfsMounts}. */
    public static final ContainerHostDataPath VFS_MOUNTS = new ContainerHostDataPath("VfsMounts");

    /** Sent as {@code Task}. */
    public static final ContainerHostDataPath TASK = new ContainerHostDataPath("Task");

    /** Sent as {@code JobPrep}. */
    public static final ContainerHostDataPath JOB_PREP = new ContainerHostDataPath("JobPrep");

    /** Sent as {@code Applications}. */
    public static final ContainerHostDataPath APPLICATIONS = new ContainerHostDataPath("Applications");

    private static final Known<ContainerHostDataPath> KNOWN =
            new Known<>(ContainerHostDataPath::new, List.of(SHARED, STARTUP, VFS_MOUNTS, TASK, JOB_PREP, APPLICATIONS));

    private ContainerHostDataPath(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContainerHostDataPath of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ContainerHostDataPath> values() {
        return KNOWN.values();
    }
}
