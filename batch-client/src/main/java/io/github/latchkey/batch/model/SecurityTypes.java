package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A security type of virtual machines. Open: a value that is not listed here is kept as it came. */
public final class SecurityTypes extends OpenEnum {

    /** Sent as {@code trustedLaunch}. */
    public static final SecurityTypes TRUSTED_LAUNCH = new SecurityTypes("trustedLaunch");

    /** Sent as {@code confidentialvm}. */
    public static final SecurityTypes CONFIDENTIAL_VM = new SecurityTypes("confidentialvm");

    private static final Known<SecurityTypes> KNOWN =
            new Known<>(SecurityTypes::new, List.of(TRUSTED_LAUNCH, CONFIDENTIAL_VM));

    private SecurityTypes(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SecurityTypes of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<SecurityTypes> values() {
        return KNOWN.values();
    }
}
