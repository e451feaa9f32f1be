package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A container technology. Open: a value that is not listed here is kept as it came. */
public final class ContainerType extends OpenEnum {

    /** Sent as {@code dockerCompatible}. */
    public static final ContainerType DOCKER_COMPATIBLE = new ContainerType("dockerCompatible");

    /** Sent as {@code criCompatible}. */
    public static final ContainerType CRI_COMPATIBLE = new ContainerType("criCompatible");

    private static final Known<ContainerType> KNOWN =
            new Known<>(ContainerType::new, List.of(DOCKER_COMPATIBLE, CRI_COMPATIBLE));

    private ContainerType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContainerType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<ContainerType> values() {
        return KNOWN.values();
    }
}
