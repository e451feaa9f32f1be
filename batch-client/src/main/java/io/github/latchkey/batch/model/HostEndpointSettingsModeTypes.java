package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * How access to an endpoint is controlled. Since service version 2025-06-01. Open: a value that is not listed here is
 * kept as it came.
 */
public final class HostEndpointSettingsModeTypes extends OpenEnum {

    /** Sent as {@code Audit}. */
    public static final HostEndpointSettingsModeTypes AUDIT = new HostEndpointSettingsModeTypes("Audit");

    /** Sent as {@code Enforce}. */
    public static final HostEndpointSettingsModeTypes ENFORCE = new HostEndpointSettingsModeTypes("Enforce");

    private static final Known<HostEndpointSettingsModeTypes> KNOWN =
            new Known<>(HostEndpointSettingsModeTypes::new, List.of(AUDIT, ENFORCE));

    private HostEndpointSettingsModeTypes(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static HostEndpointSettingsModeTypes of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<HostEndpointSettingsModeTypes> values() {
        return KNOWN.values();
    }
}
