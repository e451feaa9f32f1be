package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Who provides public addresses. Open: a value that is not listed here is kept as it came. */
public final class IpAddressProvisioningType extends OpenEnum {

    /** Sent as {@code batchmanaged}. */
    public static final IpAddressProvisioningType BATCH_MANAGED = new IpAddressProvisioningType("batchmanaged");

    /** Sent as {@code usermanaged}. */
    public static final IpAddressProvisioningType USER_MANAGED = new IpAddressProvisioningType("usermanaged");

    /** Sent as {@code nopublicipaddresses}. */
    public static final IpAddressProvisioningType NO_PUBLIC_IP_ADDRESSES =
            new IpAddressProvisioningType("nopublicipaddresses");

    private static final Known<IpAddressProvisioningType> KNOWN =
            new Known<>(IpAddressProvisioningType::new, List.of(BATCH_MANAGED, USER_MANAGED, NO_PUBLIC_IP_ADDRESSES));

    private IpAddressProvisioningType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static IpAddressProvisioningType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<IpAddressProvisioningType> values() {
        return KNOWN.values();
    }
}
