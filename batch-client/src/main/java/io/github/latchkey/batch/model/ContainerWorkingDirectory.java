package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Where a command starts in a container. Open: a value that is not listed here is kept as it came. */
public final class ContainerWorkingDirectory extends OpenEnum {

    /** Sent as {@code taskWorkingDirectory}. */
    public static final ContainerWorkingDirectory TASK_WORKING_DIRECTORY =
            new ContainerWorkingDirectory("taskWorkingDirectory");

    /** Sent as {@code containerImageDefault}. */
    public static final ContainerWorkingDirectory CONTAINER_IMAGE_DEFAULT =
            new ContainerWorkingDirectory("containerImageDefault");

    private static final Known<ContainerWorkingDirectory> KNOWN =
            new Known<>(ContainerWorkingDirectory::new, List.of(TASK_WORKING_DIRECTORY, CONTAINER_IMAGE_DEFAULT));

    private ContainerWorkingDirectory(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContainerWorkingDirectory of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ContainerWorkingDirectory> values() {
        return KNOWN.values();
    }
}
