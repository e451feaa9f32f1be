package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * A version of the Internet Protocol. Since service version 2025-06-01. Open: a value that is not listed here is kept
 * as it came.
 */
public final class IpFamily extends OpenEnum {

    /** Sent as {@code IPv4}. */
    public static final IpFamily IPV4 = new IpFamily("IPv4");

    /** Sent as {@code IPv6}. */
    public static final IpFamily IPV6 = new IpFamily("IPv6");

    private static final Known<IpFamily> KNOWN = new Known<>(IpFamily::new, List.of(IPV4, IPV6));

    private IpFamily(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static IpFamily of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<IpFamily> values() {
        return KNOWN.values();
    }
}
