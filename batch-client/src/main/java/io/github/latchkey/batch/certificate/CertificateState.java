package io.github.latchkey.batch.certificate;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** The state of a certificate. Open: a value that is not listed here is kept as it came. */
public final class CertificateState extends OpenEnum {

    /** Sent as {@code active}. */
    public static final CertificateState ACTIVE = new CertificateState("active");

    /** Sent as {@code deleting}. */
    public static final CertificateState DELETING = new CertificateState("deleting");

    /** Sent as {@code deletefailed}. */
    public static final CertificateState DELETE_FAILED = new CertificateState("deletefailed");

    private static final Known<CertificateState> KNOWN =
            new Known<>(CertificateState::new, List.of(ACTIVE, DELETING, DELETE_FAILED));

    private CertificateState(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CertificateState of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<CertificateState> values() {
        return KNOWN.values();
    }
}
