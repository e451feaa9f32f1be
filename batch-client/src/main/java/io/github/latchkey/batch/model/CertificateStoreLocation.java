package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A Windows certificate store. Open: a value that is not listed here is kept as it came. */
public final class CertificateStoreLocation extends OpenEnum {

    /** Sent as {@code currentuser}. */
    public static final CertificateStoreLocation CURRENT_USER = new CertificateStoreLocation("currentuser");

    /** Sent as {@code localmachine}. */
    public static final CertificateStoreLocation LOCAL_MACHINE = new CertificateStoreLocation("localmachine");

    private static final Known<CertificateStoreLocation> KNOWN =
            new Known<>(CertificateStoreLocation::new, List.of(CURRENT_USER, LOCAL_MACHINE));

    private CertificateStoreLocation(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CertificateStoreLocation of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<CertificateStoreLocation> values() {
        return KNOWN.values();
    }
}
