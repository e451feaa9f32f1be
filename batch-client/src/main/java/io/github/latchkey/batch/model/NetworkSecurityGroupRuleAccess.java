package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** What a rule does. Open: a value that is not listed here is kept as it came. */
public final class NetworkSecurityGroupRuleAccess extends OpenEnum {

    /** Sent as {@code allow}. */
    public static final NetworkSecurityGroupRuleAccess ALLOW = new NetworkSecurityGroupRuleAccess("allow");

    /** Sent as {@code deny}. */
    public static final NetworkSecurityGroupRuleAccess DENY = new NetworkSecurityGroupRuleAccess("deny");

    private static final Known<NetworkSecurityGroupRuleAccess> KNOWN =
            new Known<>(NetworkSecurityGroupRuleAccess::new, List.of(ALLOW, DENY));

    private NetworkSecurityGroupRuleAccess(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static NetworkSecurityGroupRuleAccess of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<NetworkSecurityGroupRuleAccess> values() {
        return KNOWN.values();
    }
}
